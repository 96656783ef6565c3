/** The resources that a request used, in units of cost. */
import type { RequestRecord } from '../observability/request-record.js';

/** How many units of cost each of these is worth. */
export interface CostWeights {
  /** A millisecond in which a statement runs in the database. */
  readonly databaseMs: number;
  /** A millisecond of the event loop. */
  readonly eventLoopMs: number;
  /** 10,000 bytes of an answer. */
  readonly sent10Kb: number;
}

export type Taken = Pick<RequestRecord, 'databaseMs' | 'eventLoopMs' | 'bytes'>;

/** Units by resource, not rounded. */
export interface TakenUnits {
  readonly database: number;
  readonly eventLoop: number;
  readonly bytes: number;
}

export const takenUnits = ({ databaseMs, eventLoopMs, bytes }: Taken, weights: CostWeights): TakenUnits => ({
  database: databaseMs * weights.databaseMs,
  eventLoop: eventLoopMs * weights.eventLoopMs,
  bytes: (bytes / 10_000) * weights.sent10Kb,
});

export const sumOf = ({ database, eventLoop, bytes }: TakenUnits): number => database + eventLoop + bytes;

/** Whole units: fractions are not charged. */
export const wholeUnits = (taken: TakenUnits): number => Math.floor(sumOf(taken));
