/**
 * A pool of connections that is shared out by client: a statement first gets a place among those that may have a
 * connection, in turn by client, see `Admission`; nobody waits in the pool itself.
 */
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { Admission, type Refusal } from '../admission/admission.js';
import type { StatementScope } from '../graph/sql.js';
import type { ConnectionLimits } from './connection-settings.js';
import { PoolExhaustedError } from './faults.js';

export interface SharedPoolOptions {
  readonly config: PoolConfig;
  readonly limits: ConnectionLimits;
  /** Tells whether a client took so much lately that others go first. */
  readonly isHeavy: ((client: string) => boolean) | undefined;
}

/** Heavy clients hold this share of the connections while light ones ask. */
const heavyShare = 1 / 5;

export class SharedPool {
  readonly pool: Pool;
  private readonly admission: Admission;
  /** What to call when a connection is given back. */
  private readonly places = new WeakMap<PoolClient, () => void>();

  constructor({ config, limits, isHeavy }: SharedPoolOptions) {
    this.pool = new Pool(config);
    this.admission = new Admission(
      {
        concurrent: limits.poolSize,
        queued: limits.queueSize,
        queueTimeoutMs: limits.connectTimeoutMs,
        clientShare: limits.clientShare,
        heavyPlaces: Math.max(1, Math.floor(limits.poolSize * heavyShare)),
      },
      isHeavy,
    );
  }

  /** Statements that wait for a connection. */
  get waiting(): number {
    return this.admission.waiting + this.pool.waitingCount;
  }

  /** @throws {PoolExhaustedError} if too many wait already, or the wait was too long; or what `pg` says of a new connection */
  async connect(scope: StatementScope | undefined): Promise<PoolClient> {
    const leave = await this.enter(scope);
    try {
      const client = await this.pool.connect();
      this.places.set(client, leave);
      return client;
    } catch (fault) {
      leave();
      throw fault;
    }
  }

  /** @param fault why it should be closed rather than used again */
  release(client: PoolClient, fault?: Error): void {
    client.release(fault);
    this.places.get(client)?.();
    this.places.delete(client);
  }

  private enter(scope: StatementScope | undefined): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const enter = (refusal?: Refusal) => {
        if (refusal) reject(new PoolExhaustedError(this.waiting));
        // It may be called before `ask` has returned what ends it.
        else queueMicrotask(() => resolve(leave));
      };
      const leave = this.admission.ask(enter, scope?.client, scope === undefined);
    });
  }
}
