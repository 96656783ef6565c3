/** Records requests to the graph, and reports them to the log, the metrics and the traces when they end. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Reader } from '../../graph/sql.js';
import { codeOf } from '../format-error.js';
import { isOfRoute } from '../http-app.js';
import { loopTime } from './loop-time.js';
import type { Metrics } from './metrics.js';
import { newRecord, RequestReader, type Recorded, type RequestRecord } from './request-record.js';
import type { RequestSpan, Tracing } from './tracing.js';

export interface Observability {
  /** Whether each request is logged. */
  readonly logRequests?: boolean;
  readonly metrics?: Metrics | undefined;
  readonly tracing?: Tracing | undefined;
}

interface Observed {
  readonly record: RequestRecord;
  readonly startMs: number;
  readonly span: RequestSpan | undefined;
  isOver: boolean;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Null for requests that are not observed. */
    observed: Observed | null;
  }
}

/** Receives the resources that requests used. */
export interface Charges {
  /** Called when a request has ended, and again if it uses more after its client disconnected. */
  settle(request: FastifyRequest, record: RequestRecord): void;
  /** Called while a request is answered. */
  noteLoopTime(client: string, record: RequestRecord): void;
}

export class RequestObserver {
  constructor(
    private readonly logger: FastifyBaseLogger,
    private readonly observability: Observability,
    private readonly charges: Charges,
    /** The client of a request; undefined: a router, which acts for many. */
    private readonly clientOf: (request: FastifyRequest) => string | undefined = ({ client }) => client,
  ) {}

  /** Observes the requests of a path. Call it before other hooks: what they refuse is observed as well. */
  watch(app: FastifyInstance, path: string): void {
    app.decorateReply('observed', null);
    app.addHook('onRequest', (request, reply, done) => {
      if (isOfRoute(request, path) && request.method !== 'OPTIONS') this.begin(request, reply);
      done();
    });
  }

  /** The record of a request that is observed. */
  recordOf(reply: FastifyReply): RequestRecord | undefined {
    return reply.observed?.record;
  }

  /** The record of a request, and the reader that its resolvers are given. */
  contextOf(reply: FastifyReply, reader: Reader): Recorded & { reader: Reader } {
    const { record, span } = reply.observed ?? { record: newRecord(), span: undefined };
    const { metrics } = this.observability;
    const client = this.clientOf(reply.request);
    const note = () => {
      if (client !== undefined) this.charges.noteLoopTime(client, record);
    };
    return {
      record,
      reader: new RequestReader(
        reader,
        record,
        reply.raw,
        (statement, startMs, endMs, hasFailed) => {
          note();
          metrics?.batch(statement.values);
          span?.statement(statement.text, startMs, endMs, hasFailed);
        },
        client,
        note,
      ),
    };
  }

  private begin(request: FastifyRequest, reply: FastifyReply): void {
    const observed: Observed = {
      record: newRecord(),
      startMs: performance.now(),
      span: this.observability.tracing?.begin(request.headers, request.id),
      isOver: false,
    };
    reply.observed = observed;
    loopTime.begin(observed.record);
    this.observability.metrics?.began();
    // Always emitted: at the end of the answer, or when the client disconnects.
    reply.raw.on('close', () => this.end(request, reply, observed));
  }

  private end(request: FastifyRequest, reply: FastifyReply, observed: Observed): void {
    if (observed.isOver) return;
    observed.isOver = true;
    const { raw } = reply;
    const { record, startMs, span } = observed;
    loopTime.end(record);
    // Also of an answer that a client has not read: it was made, and kept in memory.
    if (raw.headersSent) record.bytes = Number(reply.getHeader('content-length') ?? 0);
    this.charges.settle(request, record);
    if (record.running > 0) {
      // It is being cancelled. What follows on it has run before the next phase of the event loop.
      record.onIdle = () => setImmediate(() => this.charges.settle(request, record));
    }
    const durationMs = performance.now() - startMs;
    const status = raw.writableFinished ? raw.statusCode : 499;
    this.observability.metrics?.ended(record, status, durationMs);
    span?.end(record, status);
    if (this.observability.logRequests) this.logger.info(lineOf(request.id, record, status, durationMs), 'request');
  }
}

const tenths = (ms: number) => Math.round(ms * 10) / 10;

/** Logs one line. Status 499 is a client that disconnected before the answer. */
const lineOf = (requestId: string, record: RequestRecord, status: number, durationMs: number) => ({
  requestId,
  status,
  ...(record.operationName !== undefined && { operation: record.operationName }),
  ...(record.operationHash !== undefined && { hash: record.operationHash }),
  ...(record.cost !== undefined && { cost: record.cost }),
  ...(record.codes.length > 0 && { errors: [...new Set(record.codes)] }),
  statements: record.statements,
  databaseMs: tenths(record.databaseMs),
  eventLoopMs: tenths(record.eventLoopMs),
  bytes: record.bytes,
  ...(record.charged > 0 && { charged: record.charged }),
  durationMs: tenths(durationMs),
});

const longestName = 128;

/** Notes the name and hash of the operation, and the codes of its errors. */
export const recordOperations: ApolloServerPlugin<Recorded> = {
  requestDidStart: ({ contextValue: { record } }) =>
    Promise.resolve({
      didResolveSource: ({ queryHash }) => {
        if (queryHash !== undefined) record.operationHash = queryHash;
        return Promise.resolve();
      },
      didResolveOperation: ({ operationName }) => {
        if (operationName) record.operationName = operationName.slice(0, longestName);
        return Promise.resolve();
      },
      didEncounterErrors: ({ errors }) => {
        for (const error of errors) {
          const code = codeOf(error);
          // What was thrown without a code is masked as one of the inside.
          record.codes.push(typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR');
        }
        return Promise.resolve();
      },
    }),
};
