/**
 * The read path to PostgreSQL: prepared statements that return plain rows. Reads go to an up-to-date replica, or to the
 * primary. A read whose connection breaks is retried once on another one. Clients receive coded errors; the cause is
 * passed to `onError` only.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientUsage } from '../admission/client-usage.js';
import { isCostly, sql, type Reader, type Sql, type StatementScope } from '../graph/sql.js';
import type { ConnectionLimits } from './connection-settings.js';
import {
  asGraphError,
  ClientGoneError,
  isWorthAnotherServer,
  isWorthAnotherTry,
  kindOf,
  PoolExhaustedError,
  ServerUnreachableError,
} from './errors.js';
import { requireSessionsOfReplica } from './pooling.js';
import { PostgresServer, type PreparedStatement } from './postgres-server.js';
import { Replicas } from './replicas.js';
import { SlowStatements, type SlowStatement } from './slow-statements.js';
import { statementName } from './statement-names.js';

export interface DatabaseOptions extends Partial<ConnectionLimits> {
  /** The primary. */
  readonly url: string;
  /** Direct address of the primary, for cancelling statements; default `url`. */
  readonly cancelUrl?: string;
  readonly replicaUrls?: readonly string[];
  /** Replicas whose data may be older than this, in milliseconds, are not used. */
  readonly replicaMaxLagMs?: number;
  /** Recent usage by client: heavy clients are served last. */
  readonly usage?: ClientUsage;
  /** Receives errors that clients see only as a code. */
  readonly onError?: (error: Error) => void;
  /** Called when an unreachable server answers again. */
  readonly onReturn?: (title: string) => void;
  /** Called after each statement. */
  readonly onStatement?: (ended: EndedStatement) => void;
  readonly slow?: {
    readonly fromMs: number;
    readonly withPlan: boolean;
    readonly onSlow: (slow: SlowStatement) => void;
  };
}

export interface EndedStatement {
  readonly durationMs: number;
  /** `primary` or `replica`. */
  readonly role: 'primary' | 'replica';
  /** The kind of error, see `kindOf`; absent on success. */
  readonly fault?: string;
}

const defaults: ConnectionLimits = {
  poolSize: 10,
  queueSize: 200,
  clientShare: 0.5,
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  connectTimeoutMs: 2_000,
};

/** Connections usually break together: retries are spread over this time. */
const retryWithinMs = 100;

const exhaustionEveryMs = 5_000;

export class Database implements Reader {
  readonly primary: PostgresServer;
  private readonly replicaServers: readonly PostgresServer[];
  private readonly replicas: Replicas | undefined;
  private readonly slow: SlowStatements | undefined;
  private exhaustionReportedAt = -Infinity;
  /** Number of statements sent; tests compare it before and after a request. */
  statementCount = 0;

  constructor(private readonly options: DatabaseOptions) {
    const { url, replicaUrls = [], replicaMaxLagMs = 2_000 } = options;
    const limits = { ...defaults, ...options };
    const open = (serverUrl: string, title: string) =>
      new PostgresServer({
        url: serverUrl,
        cancelUrl: title === 'primary' ? (options.cancelUrl ?? serverUrl) : serverUrl,
        title,
        limits,
        usage: options.usage,
        onError: (error) => options.onError?.(error),
        onReturn: () => options.onReturn?.(title),
      });
    this.primary = open(url, 'primary');
    this.replicaServers = replicaUrls.map((replicaUrl, i) => open(replicaUrl, `replica ${i + 1}`));
    if (this.replicaServers.length > 0) {
      this.replicas = new Replicas({
        primary: this.primary,
        replicas: this.replicaServers.map((server, i) => ({
          server,
          verify: () => requireSessionsOfReplica(replicaUrls[i]!, i + 1),
        })),
        maxLagMs: replicaMaxLagMs,
        onRefused: (error) => options.onError?.(error),
      });
      void this.replicas.start();
    }
    if (options.slow) this.slow = new SlowStatements(this.primary, options.slow);
  }

  async rows<Row>(query: Sql, scope?: StatementScope): Promise<Row[]> {
    const { text, values } = query;
    this.statementCount += 1;
    const name = statementName(text);
    const statement = { text, values, isCostly: isCostly(query), ...(name !== undefined && { name }) };
    const server = this.replicas?.next() ?? this.primary;
    try {
      return await this.run<Row>(server, statement, scope);
    } catch (error) {
      return await this.retry<Row>(error, server, statement, scope);
    }
  }

  /** Checks that reads are answered, with an empty statement. @throws as `rows` does */
  async ping(): Promise<void> {
    await this.rows(sql`SELECT 1`);
  }

  /** Runs several statements on one snapshot of the primary, so that their results are consistent. */
  async snapshot<T>(read: (reader: Reader) => Promise<T>): Promise<T> {
    return this.primary.snapshot((send) => read({ rows: ({ text, values }) => send(text, values) }));
  }

  /** Call on a change notification: later reads include the change, also on replicas. */
  noticeChange(): void {
    this.replicas?.noticeChange();
  }

  /** Call when another connection to the primary was lost: the pool's may be dead too. @returns when it answers */
  suspect(): Promise<void> {
    return this.primary.suspect();
  }

  /** Sends a notification. @throws the errors in errors.ts and those of `pg` */
  async notify(channel: string, payload: string): Promise<void> {
    await this.primary.rows({ text: 'SELECT pg_notify($1, $2)', values: [channel, payload] });
  }

  /** Connections of each server and lag of each replica. */
  get status() {
    return {
      servers: [this.primary, ...this.replicaServers].map(({ title, away, connections }) => ({
        title,
        isAway: away !== undefined,
        connections,
      })),
      replicas: this.replicas?.lags() ?? [],
    };
  }

  /** Why reads cannot be answered at present; undefined if they can. */
  get error(): Error | undefined {
    return this.replicas?.next() ? undefined : this.primary.away;
  }

  /** Reads are idempotent: retries after a broken connection, or on the primary if a replica has no capacity. */
  private async retry<Row>(
    first: unknown,
    server: PostgresServer,
    statement: PreparedStatement,
    scope: StatementScope | undefined,
  ): Promise<Row[]> {
    try {
      const isElsewhere = server !== this.primary && isWorthAnotherServer(first);
      if (scope?.signal?.aborted || !(isElsewhere || isWorthAnotherTry(first))) throw first;
      if (!isElsewhere) await delay(Math.random() * retryWithinMs);
      return await this.run<Row>(this.primary, statement, scope);
    } catch (last) {
      this.report(last as Error);
      throw asGraphError(last);
    }
  }

  /** An unreachable server is reported once, by its own callback; an exhausted pool at intervals. */
  private report(error: Error): void {
    if (error instanceof ClientGoneError || error instanceof ServerUnreachableError) return;
    if (error instanceof PoolExhaustedError) {
      const now = performance.now();
      if (now - this.exhaustionReportedAt < exhaustionEveryMs) return;
      this.exhaustionReportedAt = now;
    }
    this.options.onError?.(error);
  }

  private async run<Row>(
    server: PostgresServer,
    statement: PreparedStatement,
    scope: StatementScope | undefined,
  ): Promise<Row[]> {
    const start = performance.now();
    const role = server === this.primary ? 'primary' : 'replica';
    let error: unknown;
    try {
      return await server.rows<Row>(statement, scope);
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      const durationMs = performance.now() - start;
      this.options.onStatement?.({ durationMs, role, ...(error !== undefined && { fault: kindOf(error) }) });
      this.slow?.consider(statement.text, durationMs);
    }
  }

  /** Waits for running statements and closes all connections. */
  async close(): Promise<void> {
    await this.replicas?.close();
    await Promise.all([this.primary, ...this.replicaServers].map((server) => server.close()));
  }
}
