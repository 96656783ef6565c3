/** Cancels statements whose client has disconnected, to free their connection and the database. */
import { Pool, type PoolClient } from 'pg';
import { limitStatements } from './connection-settings.js';

const limitMs = 2_000;

export class Cancellation {
  private pool: Pool | undefined;

  constructor(private readonly url: string) {}

  /**
   * Cancels the statement that runs on a connection. Keep the connection checked out until this resolves: PostgreSQL
   * cancels whatever runs when the request arrives, which must not be another client's statement.
   *
   * @throws if it fails; the statement may then still run, and the connection should be closed
   */
  async cancel(client: PoolClient): Promise<void> {
    const { processID } = client as PoolClient & { processID: number };
    await this.ownPool().query('SELECT pg_cancel_backend($1)', [processID]);
  }

  /** A separate connection, as those of the pool may all be busy; opened at the first cancellation. */
  private ownPool(): Pool {
    if (!this.pool) {
      this.pool = new Pool({
        connectionString: this.url,
        max: 1,
        idleTimeoutMillis: 5_000,
        connectionTimeoutMillis: limitMs,
        query_timeout: limitMs,
        onConnect: (client) => limitStatements(client, `SET statement_timeout = ${limitMs}`) as never,
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
