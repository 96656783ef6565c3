/** Drops databases without superuser rights. */
import { escapeIdentifier, type Client } from 'pg';

/**
 * Drops a database if it is there; connections to it are ended.
 *
 * `WITH (FORCE)` would end them as well, but refuses as a whole while autovacuum works there, whose processes belong to
 * nobody. A drop without it ends autovacuum by itself, and waits five seconds for connections to be gone.
 *
 * @param client a session with another database, of the role that owns this one
 * @throws {DatabaseError} 55006 if somebody who came after the others were told to go has not left in five seconds
 */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
    [name],
  );
  await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)}`);
}
