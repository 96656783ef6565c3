/** Whether an address leads to sessions of PostgreSQL, or through a pooler that gives them for single transactions. */
import { Client } from 'pg';
import { UnsupportedDatabaseError } from './compatibility.js';

const limitMs = 5_000;

/**
 * Looks at an address before it is used. Time limits, prepared statements, notifications and locks need a session: a pooler
 * that shares sessions out by transaction would drop them, or give them to others.
 * @param setting that has the address
 * @throws {UnsupportedDatabaseError} if it leads through a pooler in transaction mode
 */
export async function requireSessions(url: string, setting: string): Promise<void> {
  requireFiles(url, setting);
  await withClient(url, async (first) => {
    const pid = await sessionOf(first);
    // PostgreSQL names the session itself when a connection begins; a pooler has a name of its own.
    if (pid === (first as Client & { processID: number }).processID) return;
    if (await isShared(url, first, pid)) {
      throw new UnsupportedDatabaseError(
        `${setting} leads through a pooler in transaction mode, where time limits, prepared statements and notifications do not ` +
          `hold: set pool_mode = session for this database (PgBouncer), or give ${setting} a direct address.`,
      );
    }
  });
}

/**
 * Looks at the replicas. One that cannot be asked now is none that is refused: reads go on without it.
 * @throws {UnsupportedDatabaseError} if one of them leads through a pooler in transaction mode
 */
export async function requireSessionsOfReplicas(urls: readonly string[]): Promise<void> {
  const looks = urls.map((url, i) =>
    requireSessions(url, `DATABASE_REPLICA_URLS (replica ${i + 1})`).catch((fault: unknown) => {
      if (fault instanceof UnsupportedDatabaseError) throw fault;
    }),
  );
  await Promise.all(looks);
}

/** While a second connection has a transaction, the first must keep its session, and the second not have the same. */
const isShared = (url: string, first: Client, pid: number): Promise<boolean> =>
  withClient(url, async (second) => {
    await second.query('BEGIN');
    if ((await sessionOf(second)) === pid) return true;
    const isAnother = (await sessionOf(first)) !== pid;
    await second.query('COMMIT');
    return isAnother;
  });

async function sessionOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]!.pid;
}

/** Certificates that the address names are read when a client is made. */
function requireFiles(url: string, setting: string): void {
  try {
    new Client({ connectionString: url });
  } catch (fault) {
    if ((fault as { syscall?: string }).syscall === undefined) throw fault;
    throw new UnsupportedDatabaseError(`${setting} names a file that cannot be read: ${(fault as Error).message}`);
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
    application_name: 'osce-content-graph probe',
  });
  // A connection that breaks is told by the statement.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.end().catch(() => undefined);
  }
}
