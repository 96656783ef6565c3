/** One database server, primary or replica: a bounded pool of connections in which every wait has a limit. */
import type { PoolClient } from 'pg';
import type { ClientUsage } from '../admission/client-usage.js';
import type { StatementScope } from '../graph/sql.js';
import { Availability } from './availability.js';
import { Cancellation } from './cancellation.js';
import { poolSettings, type ConnectionLimits } from './connection-settings.js';
import {
  ClientGoneError,
  HungConnectionError,
  RefusedConnectionError,
  refusesLogin,
  ServerUnreachableError,
  isBrokenConnection,
  leavesConnectionSound,
} from './errors.js';
import { SharedPool } from './shared-pool.js';
import { StatementTimes } from './statement-times.js';
import { watchStatement } from './watched-statement.js';

/** How long after PostgreSQL's own time limit this process ends a statement, in milliseconds. */
export const graceAfter = (statementTimeoutMs: number) => Math.min(statementTimeoutMs, 1_000);

export interface PreparedStatement {
  readonly text: string;
  readonly values: unknown[];
  /** The name under which it is prepared on each connection. */
  readonly name?: string;
  /** Whether it may take long and should yield to others. */
  readonly isCostly?: boolean;
}

export interface PostgresServerOptions {
  readonly url: string;
  /** Address for cancelling statements. */
  readonly cancelUrl: string;
  /** `primary`, `replica 1`, … */
  readonly title: string;
  readonly limits: ConnectionLimits;
  /** Recent usage by client: heavy clients are served last. */
  readonly usage?: ClientUsage | undefined;
  /** Receives errors that no caller awaits: broken idle connections, an unreachable server. */
  readonly onError: (error: Error) => void;
  /** Called when the server answers again. */
  readonly onReturn: () => void;
}

export class PostgresServer {
  private shared: SharedPool;
  /** The pool that each connection belongs to: after a renewal there are two. */
  private readonly origins = new WeakMap<PoolClient, SharedPool>();
  private readonly availability: Availability;
  private readonly cancellation: Cancellation;
  /** Connections closed before their statement ended. */
  private readonly discarded = new WeakSet<PoolClient>();
  private readonly retiring = new Set<() => Promise<void>>();
  private readonly times = new StatementTimes();
  /** Number of pools so far: with each, the address may lead to another server. */
  generation = 0;

  constructor(private readonly options: PostgresServerOptions) {
    this.shared = this.newPool();
    this.cancellation = new Cancellation(options.cancelUrl);
    this.availability = new Availability({
      url: options.url,
      limitMs: Math.min(options.limits.connectTimeoutMs, 1_000),
      onAnswer: ({ wasAway, isFull }) => {
        // A full server grants no new connections: keep the open ones, unless it was unreachable and has lost them.
        if (!isFull || wasAway) this.renewPool();
        if (wasAway) options.onReturn();
      },
      onAway: (cause) => options.onError(new ServerUnreachableError(this.title, { cause })),
    });
  }

  get title(): string {
    return this.options.title;
  }

  /** Why the server is unreachable; undefined while it is reachable. */
  get away(): Error | undefined {
    return this.availability.away;
  }

  /** Open and idle connections, and statements that wait for one. */
  get connections() {
    const { totalCount: open, idleCount: idle } = this.shared.pool;
    return { open, idle, waiting: this.shared.waiting };
  }

  /** Probes the server on a new connection, and then replaces the others. @returns when it answers */
  suspect(): Promise<void> {
    return this.availability.suspect();
  }

  /** Runs a statement and returns its rows. @throws the errors in errors.ts and those of `pg` */
  async rows<Row>(statement: PreparedStatement, scope?: StatementScope): Promise<Row[]> {
    const client = await this.checkOut(scope, statement);
    const { name, text, values } = statement;
    const sent = { text, values, ...(name !== undefined && { name }) };
    return this.guarded(client, scope, async () => (await client.query(sent)).rows as Row[]);
  }

  /**
   * Runs statements on one snapshot, in a read-only transaction.
   * @param read receives the function that sends a statement
   */
  async snapshot<T>(read: (send: <Row>(text: string, values?: unknown[]) => Promise<Row[]>) => Promise<T>): Promise<T> {
    const client = await this.checkOut();
    const send = async <Row>(text: string, values: unknown[] = []) =>
      this.inTime(client, async () => (await client.query({ text, values })).rows as Row[]);
    try {
      await send('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const result = await read(send);
      await send('COMMIT');
      this.release(client, true);
      return result;
    } catch (error) {
      // The connection's state is unknown: close it rather than reuse it.
      this.discard(client, error as Error);
      throw this.noted(error);
    }
  }

  /** Takes a connection from the pool. @throws {PoolExhaustedError} if the queue is full, or the wait timed out */
  private async checkOut(scope?: StatementScope, statement?: PreparedStatement): Promise<PoolClient> {
    const { away } = this.availability;
    if (away) throw new ServerUnreachableError(this.title, { cause: away });
    const { shared } = this;
    try {
      const client = await shared.connect(scope, statement);
      this.origins.set(client, shared);
      return client;
    } catch (error) {
      if (refusesLogin(error)) throw this.refused(error);
      throw this.noted(error);
    }
  }

  /** Open connections keep working. Without any, the server is probed instead of being asked for each statement. */
  private refused(error: Error): RefusedConnectionError {
    if (this.shared.pool.totalCount === 0) void this.suspect();
    return new RefusedConnectionError(this.title, error);
  }

  /** Runs one statement under the time limit, cancels it if its client disconnects, and releases the connection. */
  private async guarded<T>(client: PoolClient, scope: StatementScope | undefined, work: () => Promise<T>): Promise<T> {
    const signal = scope?.signal;
    if (signal?.aborted) {
      this.release(client, false);
      throw new ClientGoneError();
    }
    let cancelling: Promise<void> | undefined;
    const onAbort = () => {
      // If it cannot be cancelled, its connection is closed.
      cancelling = this.cancellation.cancel(client).catch((error: Error) => this.discard(client, error));
    };
    signal?.addEventListener('abort', onAbort);
    const onEnd = scope && watchStatement(client, scope);
    try {
      const result = await this.inTime(client, work);
      await cancelling;
      this.release(client, true);
      return result;
    } catch (error) {
      await cancelling;
      if (leavesConnectionSound(error)) this.release(client, false);
      else this.discard(client, error as Error);
      throw cancelling ? new ClientGoneError() : this.noted(error);
    } finally {
      onEnd?.();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Closes the connection if PostgreSQL's own time limit does not end the statement. */
  private async inTime<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
    const { statementTimeoutMs } = this.options.limits;
    const limitMs = statementTimeoutMs + graceAfter(statementTimeoutMs);
    let hung: HungConnectionError | undefined;
    const timer = setTimeout(() => {
      hung = new HungConnectionError(limitMs);
      this.discard(client, hung);
    }, limitMs);
    try {
      return await work();
    } catch (error) {
      throw hung ?? error;
    } finally {
      clearTimeout(timer);
    }
  }

  private release(client: PoolClient, isComplete: boolean): void {
    if (!this.discarded.has(client)) this.origins.get(client)!.release(client, isComplete);
  }

  private discard(client: PoolClient, error: Error): void {
    if (this.discarded.has(client)) return;
    this.discarded.add(client);
    this.origins.get(client)!.release(client, false, error);
  }

  /** Starts a probe after an error that may mean that the server is unreachable. */
  private noted(error: unknown): unknown {
    if (error instanceof HungConnectionError || isBrokenConnection(error)) void this.suspect();
    return error;
  }

  private newPool(): SharedPool {
    const { url, limits, usage } = this.options;
    const shared = new SharedPool({ config: poolSettings(url, limits), limits, usage, times: this.times });
    const { pool } = shared;
    // The pool replaces a broken idle connection; without a listener the event would end the process.
    pool.on('error', (error) => {
      this.options.onError(error);
      void this.suspect();
    });
    // If a connection breaks during a statement, the statement reports it.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return shared;
  }

  /**
   * Replaces the pool: old connections may be half-open, and hung ones occupy slots. Statements that already run or wait
   * finish on the old connections, which are then closed.
   */
  private renewPool(): void {
    const old = this.shared.pool;
    this.shared = this.newPool();
    this.generation += 1;
    const retire = () => {
      clearTimeout(timer);
      this.retiring.delete(retire);
      return old.end();
    };
    const timer = setTimeout(() => void retire(), this.options.limits.connectTimeoutMs + 100);
    timer.unref();
    this.retiring.add(retire);
  }

  /** Waits for running statements and closes all connections. */
  async close(): Promise<void> {
    this.availability.close();
    const retired = [...this.retiring].map((retire) => retire());
    await Promise.all([this.shared.pool.end(), this.cancellation.close(), ...retired]);
  }
}
