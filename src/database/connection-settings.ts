/** How this process connects to PostgreSQL for reading. */
import { types as pgTypes, type ClientBase, type CustomTypesConfig, type PoolConfig } from 'pg';

/** What limits the time and the number of statements and connections. Times are in milliseconds. */
export interface ConnectionLimits {
  /** Connections at most, for each server. */
  poolSize: number;
  /** Statements at most that wait for a connection; one more is refused at once. */
  queueSize: number;
  /** Share of the connections that one client may hold while nobody else holds any, from 0 to 1. */
  clientShare: number;
  /** After this long PostgreSQL cancels a statement; a little later the connection is closed. */
  statementTimeoutMs: number;
  /** After this long PostgreSQL gives up waiting for a lock. */
  lockTimeoutMs: number;
  /** The longest wait for a connection, whether it is being made or another statement has it. */
  connectTimeoutMs: number;
}

export const applicationName = 'osce-content-graph';

const uuidArray = 2951;

/** Lists of ids that were read lately, by their literal. */
const idLists = new Map<string, readonly string[]>();
const listsKept = 5_000;
/** Some ten ids: longer lists are seldom the same. */
const longestKept = 400;

/**
 * Ids hold no character that an array literal quotes, so that the general parser is not needed. The same few offices,
 * fields and countries come again and again: their lists are made once, and must not be changed.
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

/** Whoever writes a limit into the address means it: `pg` asks for it when it connects. */
function withoutThoseOf(url: string, settings: Readonly<Record<string, number>>): Record<string, number> {
  const given = new URLSearchParams(url.split('?')[1] ?? '');
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !given.has(name)));
}

/** What `pg` waits for before it gives a new connection away, though its types do not tell. */
const sessionWith = (limitMs: number, settings: Readonly<Record<string, number>>) =>
  ((client: ClientBase) => beginSession(client, limitMs, settings)) as NonNullable<PoolConfig['onConnect']>;

/** Settings of a pool of reading connections. */
export const poolSettings = (url: string, limits: ConnectionLimits): PoolConfig => ({
  connectionString: url,
  max: limits.poolSize,
  onConnect: sessionWith(
    limits.connectTimeoutMs,
    withoutThoseOf(url, {
      statement_timeout: limits.statementTimeoutMs,
      lock_timeout: limits.lockTimeoutMs,
      idle_in_transaction_session_timeout: limits.statementTimeoutMs,
    }),
  ),
  connectionTimeoutMillis: limits.connectTimeoutMs,
  // A firewall that forgets a quiet connection tells nobody: it should be younger than that, and be heard of.
  idleTimeoutMillis: 30_000,
  maxLifetimeSeconds: 1_800,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  application_name: applicationName,
  types,
});

/**
 * Sets the settings of a new connection. Not with its start: PgBouncer refuses what it does not know there. Settings that
 * the server does not have are left out.
 * @param settings by their names, in milliseconds
 */
export async function beginSession(
  client: ClientBase,
  limitMs: number,
  settings: Readonly<Record<string, number>>,
): Promise<void> {
  const statement = {
    text: `SELECT pg_backend_pid() AS pid,
             (SELECT count(set_config(name, value, false)) FROM unnest($1::text[], $2::text[]) AS own (name, value)
              WHERE current_setting(name, true) IS NOT NULL)`,
    values: [Object.keys(settings), Object.values(settings).map(String)],
    query_timeout: limitMs,
  };
  const [row] = (await client.query<{ pid: number }>(statement)).rows;
  // PgBouncer gives a number of its own, which names nothing, or the session of somebody else, to `pg_cancel_backend`.
  (client as ClientBase & { processID: number }).processID = row!.pid;
}
