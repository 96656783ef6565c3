/**
 * Charges clients for resources used beyond what they were charged before. Runs after the answer, and also without one:
 * after timeouts, errors and disconnects.
 */
import type { FastifyRequest } from 'fastify';
import type { Metrics } from '../observability/metrics.js';
import type { RequestRecord } from '../observability/request-record.js';
import type { ClientUsage } from '../../admission/client-usage.js';
import type { Clients } from './clients.js';
import { sumOf, takenUnits, wholeUnits, type CostWeights } from './weights.js';

export interface SettlementOptions {
  readonly clients: Clients;
  /** Absent: used resources are not charged. */
  readonly weights: CostWeights | undefined;
  /** Routers count their own clients. */
  readonly isRouter: (request: FastifyRequest) => boolean;
  readonly usage: ClientUsage;
  readonly metrics: Metrics | undefined;
}

export class Settlement {
  constructor(private readonly options: SettlementOptions) {}

  /** Records event loop time since the previous call as usage. `SharedPool` records database time. */
  noteLoopTime(client: string, record: RequestRecord): void {
    this.options.usage.note(client, record.eventLoopMs - record.notedMs);
    record.notedMs = record.eventLoopMs;
  }

  /** May be called again if the request has used more since: charges only the difference. */
  settle(request: FastifyRequest, record: RequestRecord): void {
    const { clients, weights, isRouter, metrics } = this.options;
    if (isRouter(request)) return;
    this.noteLoopTime(request.client, record);
    const estimated = record.charged - record.settledUnits;
    if (!weights || !clients.isCounting) return;
    const taken = takenUnits(record, weights);
    const due = Math.max(0, wholeUnits(taken) - record.charged);
    if (due > 0) {
      record.charged += due;
      clients.settle(request.client, due);
    }
    record.settledUnits = record.charged;
    metrics?.charged(estimated, taken, due > 0 ? due / sumOf(taken) : 0);
  }
}
