/** The record of a request, for its log line, the metrics and its trace. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Reader, Sql, StatementScope, StopSignal } from '../../graph/sql.js';
import { loopTime } from './loop-time.js';

/** No variable values and no headers: client data stays out of logs. */
export interface RequestRecord {
  operationName?: string | undefined;
  /** SHA-256 of the document, in hexadecimal. */
  operationHash?: string | undefined;
  /** The estimated cost of the operation, if known. */
  cost?: number | undefined;
  statements: number;
  /** Those of them that have not ended yet. */
  running: number;
  /** How long the statements ran, one after the other, in milliseconds; without the wait for a connection. */
  databaseMs: number;
  /** How long the event loop worked for it, in milliseconds. */
  eventLoopMs: number;
  /** Bytes of the answer. */
  bytes: number;
  /** Units of cost that its client was charged. */
  charged: number;
  /** What of the time of the event loop was noted, and of these units settled, see `Settlement`. */
  notedMs: number;
  settledUnits: number;
  /** Is called each time when no statement runs any more; for clients that have left. */
  onIdle?: () => void;
  /** The codes of the errors in the answer. */
  readonly codes: string[];
}

/** What plugins of Apollo Server find in the context. */
export interface Recorded {
  readonly record: RequestRecord;
}

/** Is told of each statement of a request when it has ended. */
export type OnStatement = (statement: Sql, startMs: number, endMs: number, hasFailed: boolean) => void;

export const newRecord = (): RequestRecord => ({
  statements: 0,
  running: 0,
  databaseMs: 0,
  eventLoopMs: 0,
  bytes: 0,
  charged: 0,
  notedMs: 0,
  settledUnits: 0,
  codes: [],
});

/** The reader of one request: records its statements, and cancels them when its client disconnects. */
export class RequestReader implements Reader {
  private scope: StatementScope | undefined;

  constructor(
    private readonly reader: Reader,
    private readonly record: RequestRecord,
    private readonly raw: FastifyReply['raw'],
    private readonly onStatement: OnStatement,
    /** The client; undefined: a router, which acts for many. */
    private readonly client?: string,
    /** Called when a costly statement has to wait for a connection. */
    private readonly onWait?: () => void,
  ) {}

  async rows<Row>(statement: Sql): Promise<Row[]> {
    const startMs = performance.now();
    // Counted before it ends: the line of a client that leaves is written while it is cancelled.
    this.record.statements += 1;
    this.record.running += 1;
    let hasFailed = true;
    try {
      const rows = await this.reader.rows<Row>(statement, (this.scope ??= this.newScope()));
      hasFailed = false;
      return rows;
    } finally {
      this.record.running -= 1;
      this.onStatement(statement, startMs, performance.now(), hasFailed);
      if (this.record.running === 0) this.record.onIdle?.();
    }
  }

  private newScope(): StatementScope {
    const { record } = this;
    return {
      signal: new ClientGone(this.raw),
      ...(this.client !== undefined && { client: this.client }),
      onStart: () => {
        const startMs = performance.now();
        const { blockedMs } = loopTime;
        return () => {
          loopTime.update();
          // While others kept the event loop, the end of the statement could not be seen.
          record.databaseMs += Math.max(0, performance.now() - startMs - (loopTime.blockedMs - blockedMs));
        };
      },
      onRows: () => loopTime.begin(record),
      ...(this.onWait && { onWait: this.onWait }),
    };
  }
}

/**
 * Aborted when the connection of the client closes before the answer was sent. Made for requests that read. An
 * `AbortController` would keep each request in memory until the next great collection.
 */
class ClientGone implements StopSignal {
  private readonly listeners = new Set<() => void>();

  constructor(private readonly raw: FastifyReply['raw']) {
    raw.once('close', () => {
      if (this.aborted) for (const listener of this.listeners) listener();
    });
  }

  get aborted(): boolean {
    return this.raw.destroyed && !this.raw.writableFinished;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }
}

const acceptable = /^[\w.:-]{8,128}$/;

/** Returns the request id: reuses the gateway's x-request-id if it is well-formed, so that logs can be correlated. */
export function requestIdOf(headers: FastifyRequest['raw']['headers'], fallback: () => string): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && acceptable.test(given) ? given : fallback();
}
