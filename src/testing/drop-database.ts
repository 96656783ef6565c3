/** Drops databases without superuser rights. */
import { escapeIdentifier, type Client } from 'pg';

/**
 * Drops a database if it exists and terminates its connections.
 *
 * `WITH (FORCE)` would terminate them as well, but fails while autovacuum runs there, because its processes belong to
 * no role. A plain DROP cancels autovacuum and waits five seconds for connections to end.
 *
 * @param client a session with another database, of the role that owns this one
 * @throws {DatabaseError} 55006 if a connection opened after the others were terminated does not end within five
 * seconds
 */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
    [name],
  );
  await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)}`);
}
