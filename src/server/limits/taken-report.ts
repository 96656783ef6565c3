/** The part of the cost report on the resources that a request used, beside its estimate. */
import type { FormattedExecutionResult } from 'graphql';
import { loopTime } from '../observability/loop-time.js';
import type { RequestRecord } from '../observability/request-record.js';
import { takenUnits, wholeUnits, type CostWeights } from './weights.js';

/** Measured until the answer is written. */
export interface TakenReport {
  took: {
    databaseMs: number;
    eventLoopMs: number;
    /** Of the answer without the report. */
    bytes: number;
    /** Absent if clients are not charged for used resources. */
    units?: number;
  };
}

const tenths = (ms: number) => Math.round(ms * 10) / 10;

export function reportTaken(
  record: RequestRecord,
  answer: FormattedExecutionResult,
  weights: CostWeights | undefined,
): TakenReport {
  const bytes = Buffer.byteLength(JSON.stringify(answer));
  loopTime.claim(record);
  const { databaseMs, eventLoopMs } = record;
  return {
    took: {
      databaseMs: tenths(databaseMs),
      eventLoopMs: tenths(eventLoopMs),
      bytes,
      ...(weights && { units: wholeUnits(takenUnits({ databaseMs, eventLoopMs, bytes }, weights)) }),
    },
  };
}
