/** One server of the database, the primary or a replica: a bounded pool of connections on which nothing waits for ever. */
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
import { watchStatement } from './watched-statement.js';

/** How much later than PostgreSQL this process ends a statement, in milliseconds: for its word that it cancelled it. */
export const graceAfter = (statementTimeoutMs: number) => Math.min(statementTimeoutMs, 1_000);

export interface PreparedStatement {
  readonly text: string;
  readonly values: unknown[];
  /** Under which it is prepared, once for each connection. */
  readonly name?: string;
  /** Whether it may take long, so that others go first. */
  readonly isCostly?: boolean;
}

export interface PostgresServerOptions {
  readonly url: string;
  /** Over which statements are cancelled. */
  readonly cancelUrl: string;
  /** In words: `primary`, `replica 1`. */
  readonly title: string;
  readonly limits: ConnectionLimits;
  /** What clients took lately: those who took much go last. */
  readonly usage?: ClientUsage | undefined;
  /** Is told of faults that nobody waits for: idle connections that break, the server going away. */
  readonly onFault: (fault: Error) => void;
  /** Is told when the server answers again. */
  readonly onReturn: () => void;
}

export class PostgresServer {
  private shared: SharedPool;
  /** From which pool a connection is: after a renewal there are two. */
  private readonly origins = new WeakMap<PoolClient, SharedPool>();
  private readonly availability: Availability;
  private readonly cancellation: Cancellation;
  /** Connections that were closed before their statement ended. */
  private readonly discarded = new WeakSet<PoolClient>();
  private readonly retiring = new Set<() => Promise<void>>();

  constructor(private readonly options: PostgresServerOptions) {
    this.shared = this.newPool();
    this.cancellation = new Cancellation(options.cancelUrl);
    this.availability = new Availability({
      url: options.url,
      limitMs: Math.min(options.limits.connectTimeoutMs, 1_000),
      onAnswer: ({ wasAway, isFull }) => {
        // While no new connection can be had, those that we have are the only ones: only a server that was away has lost them.
        if (!isFull || wasAway) this.renewPool();
        if (wasAway) options.onReturn();
      },
      onAway: (cause) => options.onFault(new ServerUnreachableError(this.title, { cause })),
    });
  }

  get title(): string {
    return this.options.title;
  }

  /** Why the server cannot be reached, if it cannot. */
  get away(): Error | undefined {
    return this.availability.away;
  }

  /** Connections that are open, those of them without a statement, and statements that wait for one. */
  get connections() {
    const { totalCount: open, idleCount: idle } = this.shared.pool;
    return { open, idle, waiting: this.shared.waiting };
  }

  /** Looks whether the server is there, on a new connection, and replaces the others. @returns when it answers */
  suspect(): Promise<void> {
    return this.availability.suspect();
  }

  /** Runs a statement and gives its rows. @throws the faults in faults.ts and those of `pg` */
  async rows<Row>({ isCostly, ...statement }: PreparedStatement, scope?: StatementScope): Promise<Row[]> {
    const client = await this.checkOut(scope, isCostly);
    return this.guarded(client, scope, async () => (await client.query(statement)).rows as Row[]);
  }

  /**
   * Runs statements in one read-only transaction on one state of the data.
   * @param read is given the function that sends one statement after the other
   */
  async snapshot<T>(read: (send: <Row>(text: string, values?: unknown[]) => Promise<Row[]>) => Promise<T>): Promise<T> {
    const client = await this.checkOut();
    const send = async <Row>(text: string, values: unknown[] = []) =>
      this.inTime(client, async () => (await client.query({ text, values })).rows as Row[]);
    try {
      await send('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const result = await read(send);
      await send('COMMIT');
      this.giveBack(client);
      return result;
    } catch (fault) {
      // In what state it is now is hard to say: it is closed, not reused.
      this.discard(client, fault as Error);
      throw this.noted(fault);
    }
  }

  /** A connection from the pool. @throws {PoolExhaustedError} if too many wait for one already, or it waited too long */
  private async checkOut(scope?: StatementScope, isCostly = false): Promise<PoolClient> {
    const { away } = this.availability;
    if (away) throw new ServerUnreachableError(this.title, { cause: away });
    const { shared } = this;
    try {
      const client = await shared.connect(scope, isCostly);
      this.origins.set(client, shared);
      return client;
    } catch (fault) {
      if (refusesLogin(fault)) throw this.refused(fault);
      throw this.noted(fault);
    }
  }

  /** Connections that are open go on. Without one nobody is served: then it is probed rather than asked for each statement. */
  private refused(fault: Error): RefusedConnectionError {
    if (this.shared.pool.totalCount === 0) void this.suspect();
    return new RefusedConnectionError(this.title, fault);
  }

  /** Runs one statement under the time limit, cancels it if its client leaves, and gives the connection back. */
  private async guarded<T>(client: PoolClient, scope: StatementScope | undefined, work: () => Promise<T>): Promise<T> {
    const signal = scope?.signal;
    if (signal?.aborted) {
      this.giveBack(client);
      throw new ClientGoneError();
    }
    let cancelling: Promise<void> | undefined;
    const onAbort = () => {
      // Where it cannot be cancelled, the end of its connection will have to do.
      cancelling = this.cancellation.cancel(client).catch((fault: Error) => this.discard(client, fault));
    };
    signal?.addEventListener('abort', onAbort);
    const onEnd = scope && watchStatement(client, scope);
    try {
      const result = await this.inTime(client, work);
      await cancelling;
      this.giveBack(client);
      return result;
    } catch (fault) {
      await cancelling;
      if (leavesConnectionSound(fault)) this.giveBack(client);
      else this.discard(client, fault as Error);
      throw cancelling ? new ClientGoneError() : this.noted(fault);
    } finally {
      onEnd?.();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** The last resort, when not even the time limit of PostgreSQL ends a statement: its connection is closed. */
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
    } catch (fault) {
      throw hung ?? fault;
    } finally {
      clearTimeout(timer);
    }
  }

  private giveBack(client: PoolClient): void {
    if (!this.discarded.has(client)) this.origins.get(client)!.release(client);
  }

  private discard(client: PoolClient, fault: Error): void {
    if (this.discarded.has(client)) return;
    this.discarded.add(client);
    this.origins.get(client)!.release(client, fault);
  }

  /** Looks closer at a fault that may mean that the server is away. */
  private noted(fault: unknown): unknown {
    if (fault instanceof HungConnectionError || isBrokenConnection(fault)) void this.suspect();
    return fault;
  }

  private newPool(): SharedPool {
    const { url, limits, usage } = this.options;
    const shared = new SharedPool({ config: poolSettings(url, limits), limits, usage });
    const { pool } = shared;
    // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
    pool.on('error', (fault) => {
      this.options.onFault(fault);
      void this.suspect();
    });
    // One that breaks while a statement runs is reported by the statement.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return shared;
  }

  /**
   * Old connections may be dead without knowing it, and those that hang keep their places: the next statements get new
   * ones. What already runs or waits goes on with the old ones, which are then closed.
   */
  private renewPool(): void {
    const old = this.shared.pool;
    this.shared = this.newPool();
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
