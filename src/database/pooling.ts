/** Detects poolers in transaction mode. */
import { Client } from 'pg';
import { UnsupportedDatabaseError } from './compatibility.js';
import { limitStatements } from './connection-settings.js';

const limitMs = 5_000;

/**
 * Checks an address before it is used. Time limits, prepared statements, notifications and locks need a session, which a
 * pooler in transaction mode does not preserve.
 * @param setting the name of the setting that holds the address
 * @throws {UnsupportedDatabaseError} if it leads through a pooler in transaction mode
 */
export async function requireSessions(url: string, setting: string): Promise<void> {
  requireFiles(url, setting);
  await withClient(url, async (first) => {
    const pid = await sessionOf(first);
    // PostgreSQL sends the session's process id when a connection starts; a pooler sends its own.
    if (pid === (first as Client & { processID: number }).processID) return;
    if (await isShared(url, first, pid)) {
      throw new UnsupportedDatabaseError(
        `${setting} leads through a pooler in transaction mode, which does not support time limits, prepared statements and ` +
          `notifications: set pool_mode = session for this database (PgBouncer), or set ${setting} to a direct address.`,
      );
    }
  });
}

/** Checks a replica, the first being number 1. @throws as {@link requireSessions} does */
export const requireSessionsOfReplica = (url: string, number: number): Promise<void> =>
  requireSessions(url, `DATABASE_REPLICA_URLS (replica ${number})`);

/**
 * Checks the replicas. An unreachable one is not rejected: reads do without it.
 * @throws {UnsupportedDatabaseError} if one of them leads through a pooler in transaction mode
 */
export async function requireSessionsOfReplicas(urls: readonly string[]): Promise<void> {
  const looks = urls.map((url, i) =>
    requireSessionsOfReplica(url, i + 1).catch((error: unknown) => {
      if (error instanceof UnsupportedDatabaseError) throw error;
    }),
  );
  await Promise.all(looks);
}

/** While a second connection is in a transaction, the first must keep its session and the second must have another. */
const isShared = (url: string, first: Client, pid: number): Promise<boolean> =>
  withClient(url, async (second) => {
    if ((await beginOn(second)) === pid) return true;
    const isAnother = (await sessionOf(first)) !== pid;
    await second.query('COMMIT');
    return isAnother;
  });

async function sessionOf(client: Client): Promise<number> {
  const pid = await beginOn(client);
  await client.query('COMMIT');
  return pid;
}

/** In a transaction, as a setting of the session would remain on a connection that a pooler gives to others. */
async function beginOn(client: Client): Promise<number> {
  await limitStatements(client, 'BEGIN', `SET LOCAL statement_timeout = ${limitMs}`);
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]!.pid;
}

/** `pg` reads the certificates that an address names when a client is created. */
function requireFiles(url: string, setting: string): void {
  try {
    new Client({ connectionString: url });
  } catch (error) {
    if ((error as { syscall?: string }).syscall === undefined) throw error;
    throw new UnsupportedDatabaseError(`${setting} names a file that cannot be read: ${(error as Error).message}`);
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    application_name: 'osce-content-graph probe',
  });
  // The statement reports a broken connection.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.end().catch(() => undefined);
  }
}
