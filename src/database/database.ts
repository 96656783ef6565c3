/**
 * The read path to PostgreSQL: prepared statements that give plain rows. A read goes to a replica that is up to date, or
 * to the primary. A read whose connection breaks is tried once more, on another one. Faults of the database become
 * coded errors; the cause goes to whoever observes, not to the client.
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
import { PostgresServer, type PreparedStatement } from './postgres-server.js';
import { Replicas } from './replicas.js';
import { SlowStatements, type SlowStatement } from './slow-statements.js';
import { statementName } from './statement-names.js';

export interface DatabaseOptions extends Partial<ConnectionLimits> {
  /** The primary. */
  readonly url: string;
  /** A direct address of the primary, to cancel statements over; `url` if absent. */
  readonly cancelUrl?: string;
  readonly replicaUrls?: readonly string[];
  /** A replica whose data may be older than this, in milliseconds, is not asked. */
  readonly replicaMaxLagMs?: number;
  /** What clients took lately: those who took much go last. */
  readonly usage?: ClientUsage;
  /** Is told of faults that clients see only as a code. */
  readonly onFault?: (fault: Error) => void;
  /** Is told when a server that was away answers again. */
  readonly onReturn?: (title: string) => void;
  /** Is told of each statement when it has ended. */
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
  /** One of few words, see `kindOf`; absent if it did not fail. */
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

/** When connections break, they mostly break together: the second tries are spread over this long. */
const retryWithinMs = 100;

const exhaustionEveryMs = 5_000;

export class Database implements Reader {
  readonly primary: PostgresServer;
  private readonly replicaServers: readonly PostgresServer[];
  private readonly replicas: Replicas | undefined;
  private readonly slow: SlowStatements | undefined;
  private exhaustionReportedAt = -Infinity;
  /** Statements sent since the start; tests compare it before and after a request. */
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
        onFault: (fault) => options.onFault?.(fault),
        onReturn: () => options.onReturn?.(title),
      });
    this.primary = open(url, 'primary');
    this.replicaServers = replicaUrls.map((replicaUrl, i) => open(replicaUrl, `replica ${i + 1}`));
    if (this.replicaServers.length > 0) {
      this.replicas = new Replicas({
        primary: this.primary,
        replicas: this.replicaServers,
        maxLagMs: replicaMaxLagMs,
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
    } catch (fault) {
      return await this.afterFault<Row>(fault, server, statement, scope);
    }
  }

  /** Asks whether reads are answered, with a statement of no content. @throws as `rows` does */
  async ping(): Promise<void> {
    await this.rows(sql`SELECT 1`);
  }

  /** Several statements on one snapshot of the newest data, so that what they give belongs together. */
  async snapshot<T>(read: (reader: Reader) => Promise<T>): Promise<T> {
    return this.primary.snapshot((send) => read({ rows: ({ text, values }) => send(text, values) }));
  }

  /** To be called when this process is told of a change: what is read from now on includes it, replicas or not. */
  noticeChange(): void {
    this.replicas?.noticeChange();
  }

  /** To be called if another connection to the primary was lost: those here may be as dead. @returns when it answers */
  suspect(): Promise<void> {
    return this.primary.suspect();
  }

  /** Sends a notification. @throws the faults in faults.ts and those of `pg` */
  async notify(channel: string, payload: string): Promise<void> {
    await this.primary.rows({ text: 'SELECT pg_notify($1, $2)', values: [channel, payload] });
  }

  /** Connections of each server, and how old the data of each replica may be. */
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

  /** Whether reads can be answered at present; undefined: nothing is known against it. */
  get fault(): Error | undefined {
    return this.replicas?.next() ? undefined : this.primary.away;
  }

  /** A read changes nothing, so it may be sent twice: once more after a broken connection, or if a replica has no place for it. */
  private async afterFault<Row>(
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

  /** That a server is away is reported once, when it is found out; that the pool is exhausted, now and then. */
  private report(fault: Error): void {
    if (fault instanceof ClientGoneError || fault instanceof ServerUnreachableError) return;
    if (fault instanceof PoolExhaustedError) {
      const now = performance.now();
      if (now - this.exhaustionReportedAt < exhaustionEveryMs) return;
      this.exhaustionReportedAt = now;
    }
    this.options.onFault?.(fault);
  }

  private async run<Row>(
    server: PostgresServer,
    statement: PreparedStatement,
    scope: StatementScope | undefined,
  ): Promise<Row[]> {
    const start = performance.now();
    const role = server === this.primary ? 'primary' : 'replica';
    let fault: unknown;
    try {
      return await server.rows<Row>(statement, scope);
    } catch (thrown) {
      fault = thrown;
      throw thrown;
    } finally {
      const durationMs = performance.now() - start;
      this.options.onStatement?.({ durationMs, role, ...(fault !== undefined && { fault: kindOf(fault) }) });
      this.slow?.consider(statement.text, durationMs);
    }
  }

  /** Waits for running statements and closes all connections. */
  async close(): Promise<void> {
    this.replicas?.close();
    await Promise.all([this.primary, ...this.replicaServers].map((server) => server.close()));
  }
}
