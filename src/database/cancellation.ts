/** Ends statements whose client has gone, so that they do not keep a connection and the database busy for nobody. */
import { Pool, type PoolClient } from 'pg';

const limitMs = 2_000;

export class Cancellation {
  private pool: Pool | undefined;

  constructor(private readonly url: string) {}

  /**
   * Cancels what runs on a connection. Keep the connection until this is done: cancelled is whatever runs there when the
   * request arrives, which must not be the statement of somebody else.
   *
   * @throws whatever went wrong; the statement may then still run, and the connection should be closed
   */
  async cancel(client: PoolClient): Promise<void> {
    const { processID } = client as PoolClient & { processID: number };
    await this.ownPool().query('SELECT pg_cancel_backend($1)', [processID]);
  }

  /** A connection apart from those of the statements, as these may all be busy; opened when the first client leaves. */
  private ownPool(): Pool {
    if (!this.pool) {
      this.pool = new Pool({
        connectionString: this.url,
        max: 1,
        idleTimeoutMillis: 5_000,
        connectionTimeoutMillis: limitMs,
        query_timeout: limitMs,
        maxUses: 1_000,
        application_name: 'osce-content-graph cancel',
      });
      this.pool.on('error', () => undefined);
      this.pool.on('connect', (client) => client.on('error', () => undefined));
    }
    return this.pool;
  }

  async close(): Promise<void> {
    await this.pool?.end();
  }
}
