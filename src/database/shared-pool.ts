/**
 * A connection pool with fair sharing by client: statements are admitted by client and by the time they take before they get
 * a connection (see `Admission`), so nothing waits in the pool itself.
 */
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { Admission, type Refusal } from '../admission/admission.js';
import type { Lane } from '../admission/lines.js';
import type { ClientUsage, SharedResource } from '../admission/client-usage.js';
import type { StatementScope } from '../graph/sql.js';
import type { ConnectionLimits } from './connection-settings.js';
import { PoolExhaustedError } from './errors.js';
import type { StatementTimes } from './statement-times.js';

export interface SharedPoolOptions {
  readonly config: PoolConfig;
  readonly limits: ConnectionLimits;
  /** Recent usage by client: heavy clients are served last. */
  readonly usage: ClientUsage | undefined;
  readonly times: StatementTimes;
}

/** What is known of a statement before it runs. */
export interface PlannedStatement {
  readonly text: string;
  readonly isCostly?: boolean;
}

/** Heavy clients hold at most this share of the connections while light ones wait. */
const heavyShare = 1 / 10;
/** Slow statements hold at most this share of the connections while others ask. */
const slowShare = 3 / 10;

export class SharedPool {
  readonly pool: Pool;
  private readonly admission: Admission;
  private readonly usage: ClientUsage | undefined;
  private readonly server: SharedResource | undefined;
  /** Called when a connection is released. */
  private readonly places = new WeakMap<PoolClient, (isComplete: boolean) => void>();

  private readonly times: StatementTimes;

  constructor({ config, limits, usage, times }: SharedPoolOptions) {
    this.usage = usage;
    this.times = times;
    this.server = usage?.newResource();
    this.pool = new Pool(config);
    this.admission = new Admission(
      {
        concurrent: limits.poolSize,
        queued: limits.queueSize,
        queueTimeoutMs: limits.connectTimeoutMs,
        clientShare: limits.clientShare,
        heavyPlaces: Math.max(1, Math.floor(limits.poolSize * heavyShare)),
        slowPlaces: Math.max(1, Math.floor(limits.poolSize * slowShare)),
      },
      usage && ((client) => usage.isHeavy(client)),
      usage && ((client) => usage.recent(client)),
    );
  }

  /** Statements that wait for a connection. */
  get waiting(): number {
    return this.admission.waiting + this.pool.waitingCount;
  }

  /** @throws {PoolExhaustedError} if the queue is full or the wait timed out; or the error of `pg` for a new connection */
  async connect(scope?: StatementScope, statement?: PlannedStatement): Promise<PoolClient> {
    const leave = await this.enter(scope, this.laneOf(statement));
    try {
      const client = await this.pool.connect();
      const end = this.usage?.begin(scope?.client, this.server!);
      this.places.set(client, (isComplete) => {
        const ms = end?.();
        if (statement && ms !== undefined) this.times.note(statement.text, ms, isComplete);
        leave();
      });
      return client;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /**
   * @param isComplete whether the statement ran to its end
   * @param error closes the connection instead of reusing it
   */
  release(client: PoolClient, isComplete: boolean, error?: Error): void {
    client.release(error);
    this.places.get(client)?.(isComplete);
    this.places.delete(client);
  }

  private laneOf(statement: PlannedStatement | undefined): Lane {
    if (!statement || !this.usage) return 'short';
    if (statement.isCostly) return 'costly';
    return this.times.isShort(statement.text) ? 'short' : 'slow';
  }

  private enter(scope: StatementScope | undefined, lane: Lane): Promise<() => void> {
    return new Promise((resolve, reject) => {
      let isWaiting = true;
      const enter = (refusal?: Refusal) => {
        isWaiting = false;
        if (refusal) reject(new PoolExhaustedError(this.waiting));
        // It may be called before `ask` has returned what ends it.
        else queueMicrotask(() => resolve(leave));
      };
      const leave = this.admission.ask(enter, scope?.client, { isOwn: scope === undefined, lane });
      if (isWaiting && lane === 'costly') scope?.onWait?.();
    });
  }
}
