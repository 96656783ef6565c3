/**
 * The first session with a started PostgreSQL: verifies its data folder, and creates the role and the database of the
 * application.
 */
import { readFile, realpath } from 'node:fs/promises';
import { Client, escapeLiteral } from 'pg';
import { DatabaseStartError } from './errors.js';
import type { DataFolder } from './folder.js';

/** Owns the cluster. Only this module uses it. */
export const SUPERUSER = 'postgres';

/** Role and database of the application. The role owns the database, as on a managed server. */
const APPLICATION = 'osce';

const CONNECT_LIMIT_MS = 10_000;

/**
 * Verifies the PostgreSQL at this port and creates what the application needs.
 *
 * @returns the URL of the application's database
 * @throws {DatabaseStartError} if another PostgreSQL answers, or this one rejects the login
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
  // If the connection breaks between two statements, the next one reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // The configuration may limit statements to less than creating a database takes.
    await client.query(`set statement_timeout = ${CONNECT_LIMIT_MS}`);
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

/** A port does not prove identity: another PostgreSQL may listen there. */
async function refuseForeignServer(client: Client, folder: DataFolder, port: number): Promise<void> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  const theirs = rows[0]?.data_directory ?? '';
  if ((await realpath(theirs).catch(() => theirs)) === folder.pgdata) return;
  throw new DatabaseStartError(`The PostgreSQL on port ${port} uses ${theirs}, not ${folder.pgdata}.`, []);
}

/** Runs at every start, since a crash may have occurred between creating the cluster and this. */
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
