/** Metrics for Prometheus. Every label has bounded cardinality, whatever clients send. */
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CutConnection } from '../load-shedding/rejections.js';
import type { TakenUnits } from '../limits/weights.js';
import type { RequestRecord } from './request-record.js';

/** How many operations have their own label; others are `other`. */
const operationsKept = 50;

/** The state of the moment of what metrics are read from when they are asked for. */
export interface Gauges {
  readonly database: () => {
    readonly servers: readonly {
      readonly title: string;
      readonly isAway: boolean;
      readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number };
    }[];
    readonly replicas: readonly { readonly title: string; readonly lagMs: number; readonly isUsed: boolean }[];
  };
  readonly catalogue: () => { readonly readings: number; readonly readAt: number; readonly isListening: boolean };
}

const seconds = (ms: number) => ms / 1_000;

export class Metrics {
  private readonly registry = new Registry();
  /** Least recent first. */
  private readonly operations = new Set<string>();
  /** Bytes of unread answers. */
  unsentBytes = () => 0;

  private readonly requests = new Histogram({
    name: 'graph_request_duration_seconds',
    help: 'Time from the arrival of a GraphQL request to the end of its answer, by operation.',
    labelNames: ['operation'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });
  private readonly statuses = new Counter({
    name: 'graph_responses_total',
    help: 'Answers to GraphQL requests by HTTP status; 499 is a client that left before.',
    labelNames: ['status'],
    registers: [this.registry],
  });
  private readonly errors = new Counter({
    name: 'graph_errors_total',
    help: 'Errors in answers by extensions.code.',
    labelNames: ['code'],
    registers: [this.registry],
  });
  private readonly inProgress = new Gauge({
    name: 'graph_requests_in_progress',
    help: 'GraphQL requests that have come and are not answered yet, those in the queue included.',
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'graph_refused_requests_total',
    help: 'Requests that were refused before they were executed, by reason.',
    labelNames: ['reason'],
    registers: [this.registry],
  });
  private readonly cuts = new Counter({
    name: 'graph_cut_connections_total',
    help: 'Connections that were cut off since their clients were too slow or held too much, by reason.',
    labelNames: ['reason'],
    registers: [this.registry],
  });
  private readonly statements = new Histogram({
    name: 'graph_statement_duration_seconds',
    help: 'Time of an SQL statement with the wait for a connection, by the kind of server.',
    labelNames: ['server'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });
  private readonly faults = new Counter({
    name: 'graph_statement_faults_total',
    help: 'SQL statements that failed, by kind.',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  private readonly batches = new Histogram({
    name: 'graph_loader_batch_keys',
    help: 'Keys that loaders put into one SQL statement.',
    buckets: [1, 3, 10, 30, 100, 300],
    registers: [this.registry],
  });
  private readonly cache = new Counter({
    name: 'graph_cache_requests_total',
    help: 'Requests to the response cache, by outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  /** Added up by every request, and told when metrics are asked for. */
  private readonly charges = { estimate: 0, database: 0, event_loop: 0, bytes: 0 };

  constructor(gauges: Gauges) {
    collectDefaultMetrics({ register: this.registry });
    this.addDatabaseGauges(gauges);
    this.addCatalogueGauges(gauges);
    const bytes = () => this.unsentBytes();
    new Gauge({
      name: 'graph_unsent_bytes',
      help: 'Bytes of answers that are computed and wait for their clients to read them.',
      registers: [this.registry],
      collect() {
        this.set(bytes());
      },
    });
    this.addCharges();
  }

  began(): void {
    this.inProgress.inc();
  }

  ended(record: RequestRecord, status: number, durationMs: number): void {
    this.inProgress.dec();
    this.requests.observe({ operation: this.operationLabel(record) }, seconds(durationMs));
    this.statuses.inc({ status });
    for (const code of record.codes) this.errors.inc({ code });
  }

  /** Counts a request that was rejected before execution. @param reason one of few values */
  refused(reason: string): void {
    this.refusals.inc({ reason });
  }

  /** Counts a connection that was closed. @param reason one of few values */
  cut(reason: CutConnection): void {
    this.cuts.inc({ reason });
  }

  statement({ role, durationMs, fault }: { role: string; durationMs: number; fault?: string }): void {
    this.statements.observe({ server: role }, seconds(durationMs));
    if (fault !== undefined) this.faults.inc({ kind: fault });
  }

  /** Takes the number of keys from the values of a statement: loaders send them as one array. */
  batch(values: readonly unknown[]): void {
    for (const value of values)
      if (Array.isArray(value)) {
        this.batches.observe(value.length);
        return;
      }
  }

  /** @param outcome `hit`, `miss` or another of few values */
  cached(outcome: string): void {
    this.cache.inc({ outcome });
  }

  /**
   * Counts the units that a client was charged.
   * @param estimated units charged beforehand
   * @param taken units that the request used, by resource
   * @param share the part of these charged afterwards, from 0 to 1
   */
  charged(estimated: number, taken: TakenUnits, share: number): void {
    const { charges } = this;
    charges.estimate += estimated;
    charges.database += share * taken.database;
    charges.event_loop += share * taken.eventLoop;
    charges.bytes += share * taken.bytes;
  }

  /** Serves the metrics at `/metrics`. @param hooks run before the route */
  serve(app: FastifyInstance, hooks: Pick<RouteShorthandOptions, 'onRequest'> = {}): void {
    app.get('/metrics', { ...hooks, logLevel: 'silent' }, async (_request, reply) =>
      reply.type(this.registry.contentType).send(await this.registry.metrics()),
    );
  }

  /** A client can make up any number of names. Only those of answered operations count, and of these the last that came. */
  private operationLabel({ operationName, operationHash, codes }: RequestRecord): string {
    if (operationName === undefined) return operationHash === undefined ? 'none' : 'anonymous';
    const isKnown = this.operations.delete(operationName);
    // The status does not tell: a refused operation is answered with 200 to clients that ask for `application/json`.
    if (!isKnown && codes.length > 0) return 'other';
    if (!isKnown && this.operations.size >= operationsKept) this.forgetOperation();
    this.operations.add(operationName);
    return operationName;
  }

  /** Names that somebody made up give way to those that come again and again. */
  private forgetOperation(): void {
    const [oldest] = this.operations as Iterable<string> as [string];
    this.operations.delete(oldest);
    this.requests.remove({ operation: oldest });
  }

  private addCharges(): void {
    const { charges } = this;
    new Counter({
      name: 'graph_charged_units_total',
      help: 'Units of cost that clients were charged: as estimated, and beyond that for what their requests took.',
      labelNames: ['kind'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [kind, units] of Object.entries(charges)) this.inc({ kind }, units);
      },
    });
  }

  private addDatabaseGauges({ database }: Gauges): void {
    const registers = [this.registry];
    new Gauge({
      name: 'graph_database_connections',
      help: 'Connections to each server of the database: busy, idle; and statements that wait for one.',
      labelNames: ['server', 'state'],
      registers,
      collect() {
        for (const { title, connections } of database().servers) {
          this.set({ server: title, state: 'busy' }, connections.open - connections.idle);
          this.set({ server: title, state: 'idle' }, connections.idle);
          this.set({ server: title, state: 'waiting' }, connections.waiting);
        }
      },
    });
    new Gauge({
      name: 'graph_database_up',
      help: '1 for each server of the database that can be reached.',
      labelNames: ['server'],
      registers,
      collect() {
        for (const { title, isAway } of database().servers) this.set({ server: title }, isAway ? 0 : 1);
      },
    });
    new Gauge({
      name: 'graph_replica_lag_seconds',
      help: 'How old the data of each replica may be; +Inf where it is not known.',
      labelNames: ['server'],
      registers,
      collect() {
        for (const { title, lagMs } of database().replicas) this.set({ server: title }, seconds(lagMs));
      },
    });
  }

  private addCatalogueGauges({ catalogue }: Gauges): void {
    const registers = [this.registry];
    new Gauge({
      name: 'graph_catalogue_listening',
      help: '1 while changes of the reference tables are told to this process.',
      registers,
      collect() {
        this.set(catalogue().isListening ? 1 : 0);
      },
    });
    new Gauge({
      name: 'graph_catalogue_read_timestamp_seconds',
      help: 'When the reference catalogue was last read.',
      registers,
      collect() {
        this.set(seconds(catalogue().readAt));
      },
    });
  }
}
