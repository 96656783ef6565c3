/**
 * A connection pool with fair sharing by client: statements are admitted round-robin by client before they take a
 * connection (see `Admission`), so nothing waits in the pool itself.
 */
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { Admission, type Refusal } from '../admission/admission.js';
import type { ClientUsage, SharedResource } from '../admission/client-usage.js';
import type { StatementScope } from '../graph/sql.js';
import type { ConnectionLimits } from './connection-settings.js';
import { PoolExhaustedError } from './errors.js';

export interface SharedPoolOptions {
  readonly config: PoolConfig;
  readonly limits: ConnectionLimits;
  /** Recent usage by client: heavy clients are served last. */
  readonly usage: ClientUsage | undefined;
}

/** Heavy clients hold at most this share of the connections while light ones wait. */
const heavyShare = 1 / 10;

export class SharedPool {
  readonly pool: Pool;
  private readonly admission: Admission;
  private readonly usage: ClientUsage | undefined;
  private readonly server: SharedResource | undefined;
  /** Called when a connection is released. */
  private readonly places = new WeakMap<PoolClient, () => void>();

  constructor({ config, limits, usage }: SharedPoolOptions) {
    this.usage = usage;
    this.server = usage?.newResource();
    this.pool = new Pool(config);
    this.admission = new Admission(
      {
        concurrent: limits.poolSize,
        queued: limits.queueSize,
        queueTimeoutMs: limits.connectTimeoutMs,
        clientShare: limits.clientShare,
        heavyPlaces: Math.max(1, Math.floor(limits.poolSize * heavyShare)),
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
  async connect(scope: StatementScope | undefined, isCostly = false): Promise<PoolClient> {
    const leave = await this.enter(scope, isCostly);
    try {
      const client = await this.pool.connect();
      const end = scope?.client === undefined ? undefined : this.usage?.begin(scope.client, this.server!);
      this.places.set(client, () => {
        end?.();
        leave();
      });
      return client;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** @param error closes the connection instead of reusing it */
  release(client: PoolClient, error?: Error): void {
    client.release(error);
    this.places.get(client)?.();
    this.places.delete(client);
  }

  private enter(scope: StatementScope | undefined, isCostly: boolean): Promise<() => void> {
    return new Promise((resolve, reject) => {
      let isWaiting = true;
      const enter = (refusal?: Refusal) => {
        isWaiting = false;
        if (refusal) reject(new PoolExhaustedError(this.waiting));
        // It may be called before `ask` has returned what ends it.
        else queueMicrotask(() => resolve(leave));
      };
      const leave = this.admission.ask(enter, scope?.client, { isOwn: scope === undefined, isCostly });
      if (isWaiting && isCostly) scope?.onWait?.();
    });
  }
}
