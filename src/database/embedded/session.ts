/**
 * The first session with a started PostgreSQL: it makes sure that this is ours, and that the role and the database of
 * the application are there.
 */
import { readFile, realpath } from 'node:fs/promises';
import { Client, escapeLiteral } from 'pg';
import { DatabaseStartError } from './errors.js';
import type { DataFolder } from './folder.js';

/** Owns the cluster. Only this module uses it. */
export const SUPERUSER = 'postgres';

/** Role and database of the application. The role may do what the owner of a database may, as on a managed server. */
const APPLICATION = 'osce';

const CONNECT_LIMIT_MS = 10_000;

/**
 * Checks the PostgreSQL at this port and makes what the application needs.
 *
 * @returns the URL of the application's database
 * @throws {DatabaseStartError} if somebody else's PostgreSQL answers, or ours does not let us in
 */
export async function prepareDatabase(folder: DataFolder, port: number, log: (step: string) => void): Promise<string> {
  const password = (await readFile(folder.password, 'utf8')).trim();
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: CONNECT_LIMIT_MS,
  });
  // A connection that breaks between two statements is reported by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await refuseForeignServer(client, folder, port);
    await ensureApplication(client, password, log);
  } catch (error) {
    if (error instanceof DatabaseStartError) throw error;
    throw new DatabaseStartError(
      `PostgreSQL runs on port ${port}, but the session with it failed: ${(error as Error).message}. See ${folder.log}.`,
      [],
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
  return `postgres://${APPLICATION}:${encodeURIComponent(password)}@127.0.0.1:${port}/${APPLICATION}`;
}

/** A port is no proof of identity: something else may listen where our PostgreSQL did. */
async function refuseForeignServer(client: Client, folder: DataFolder, port: number): Promise<void> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  const theirs = rows[0]?.data_directory ?? '';
  if ((await realpath(theirs).catch(() => theirs)) === folder.pgdata) return;
  throw new DatabaseStartError(`The PostgreSQL on port ${port} works on ${theirs}, not on ${folder.pgdata}.`, []);
}

/** Asked at every start, since a crash may have come between making the cluster and this. */
async function ensureApplication(client: Client, password: string, log: (step: string) => void): Promise<void> {
  const { rows } = await client.query<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_database where datname = $1) as database`,
    [APPLICATION],
  );
  if (rows[0]?.role !== true) {
    await client.query(`create role ${APPLICATION} login createdb password ${escapeLiteral(password)}`);
  }
  if (rows[0]?.database !== true) {
    log(`creating the database "${APPLICATION}"`);
    await client.query(`create database ${APPLICATION} owner ${APPLICATION}`);
  }
}
