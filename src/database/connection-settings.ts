/** How this process connects to PostgreSQL for reading. */
import { types as pgTypes, type ClientBase, type CustomTypesConfig, type PoolConfig } from 'pg';

/** Limits of statements and connections. Times are in milliseconds. */
export interface ConnectionLimits {
  /** Maximum number of connections to each server. */
  poolSize: number;
  /** Maximum number of statements that wait for a connection; further ones are rejected at once. */
  queueSize: number;
  /** Share of the connections that one client may hold while no other client holds any, from 0 to 1. */
  clientShare: number;
  /** PostgreSQL cancels a statement after this time; if that fails, its connection is closed. */
  statementTimeoutMs: number;
  /** PostgreSQL gives up waiting for a lock after this time. */
  lockTimeoutMs: number;
  /** Maximum wait for a connection, new or from the pool. */
  connectTimeoutMs: number;
}

export const applicationName = 'osce-content-graph';

const uuidArray = 2951;

/** Recently parsed lists of ids, by their array literal. */
const idLists = new Map<string, readonly string[]>();
const listsKept = 5_000;
/** About ten ids: longer lists rarely recur. */
const longestKept = 400;

/**
 * Parses an array of ids. Ids never need quoting, so the general parser is not needed. The same few offices, fields and
 * countries recur: their lists are cached and frozen.
 */
function idsIn(literal: string): readonly string[] {
  if (literal.length > longestKept) return splitIds(literal);
  const known = idLists.get(literal);
  if (known) return known;
  if (idLists.size >= listsKept) idLists.clear();
  const ids = Object.freeze(splitIds(literal));
  idLists.set(literal, ids);
  return ids;
}

const splitIds = (literal: string) => (literal === '{}' ? [] : literal.slice(1, -1).split(','));

const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === uuidArray && format !== 'binary'
      ? idsIn
      : (pgTypes.getTypeParser(oid, format) as unknown)) as CustomTypesConfig['getTypeParser'],
};

/** Limits in the URL take precedence: `pg` requests them when it connects. */
function withoutParametersOf(url: string, settings: Readonly<Record<string, number>>): Record<string, number> {
  const parameters = new URLSearchParams(url.split('?')[1] ?? '');
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !parameters.has(name)));
}

/** `pg` awaits the promise before it hands the connection out, though its types do not declare that. */
const sessionWith = (limitMs: number, settings: Readonly<Record<string, number>>) =>
  ((client: ClientBase) => beginSession(client, limitMs, settings)) as NonNullable<PoolConfig['onConnect']>;

/** Settings of the pool of the read path. */
export const poolSettings = (url: string, limits: ConnectionLimits): PoolConfig => ({
  connectionString: url,
  max: limits.poolSize,
  onConnect: sessionWith(
    limits.connectTimeoutMs,
    withoutParametersOf(url, {
      statement_timeout: limits.statementTimeoutMs,
      lock_timeout: limits.lockTimeoutMs,
      idle_in_transaction_session_timeout: limits.statementTimeoutMs,
    }),
  ),
  connectionTimeoutMillis: limits.connectTimeoutMs,
  // Recycle connections before firewalls drop them silently; keep-alive detects dead ones.
  idleTimeoutMillis: 30_000,
  maxLifetimeSeconds: 1_800,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  application_name: applicationName,
  types,
});

/**
 * Applies settings to a new connection, skipping those that the server does not know. They are not sent as startup
 * parameters, because PgBouncer rejects unknown ones.
 * @param settings values in milliseconds, by name
 */
export async function beginSession(
  client: ClientBase,
  limitMs: number,
  settings: Readonly<Record<string, number>>,
): Promise<void> {
  const { statement_timeout: statementTimeoutMs } = settings;
  if (statementTimeoutMs !== undefined) await limitStatements(client, `SET statement_timeout = ${statementTimeoutMs}`);
  const statement = {
    text: `SELECT pg_backend_pid() AS pid,
             (SELECT count(set_config(name, value, false)) FROM unnest($1::text[], $2::text[]) AS own (name, value)
              WHERE current_setting(name, true) IS NOT NULL)`,
    values: [Object.keys(settings), Object.values(settings).map(String)],
    query_timeout: limitMs,
  };
  const [row] = (await client.query<{ pid: number }>(statement)).rows;
  // PgBouncer reports a process id of its own, which `pg_cancel_backend` would take for no session or another's.
  (client as ClientBase & { processID: number }).processID = row!.pid;
}

const limitTries = 20;

/**
 * Replaces the role's own `statement_timeout`, which may be too short even for the first read of the catalogues. `SET`
 * itself is subject to it, and is retried.
 */
export async function limitStatements(client: ClientBase, ...statements: readonly string[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      for (const statement of statements) await client.query(statement);
      return;
    } catch (error) {
      if (!wasCancelled(error) || tries === limitTries) throw error;
      await client.query('ROLLBACK').catch(() => undefined);
    }
  }
}

/** SQLSTATE query_canceled. */
export const wasCancelled = (error: unknown) => (error as { code?: unknown }).code === '57014';
