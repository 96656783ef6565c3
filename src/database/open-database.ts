/** Opens and migrates the database of a process: the embedded one or that of `DATABASE_URL`. */
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Environment } from '../settings/environment.js';
import { createDataSource, migrate } from './data-source.js';
import { openEmbeddedDatabase, type Role } from './embedded/index.js';
import { requireCompatibility } from './compatibility.js';
import { leaveOnSignal } from './guest-signals.js';
import { requireSessions } from './pooling.js';

export interface Store {
  url: string;
  /** Direct address of the same database, for listening, cancelling and locks, which need a session. */
  listenUrl: string;
  dataSource: DataSource;
  /** Why the embedded PostgreSQL is unavailable while it is being restarted. */
  readonly problem: string | undefined;
  /** Resolves if the embedded PostgreSQL ended and cannot be restarted; otherwise never. */
  readonly lost: Promise<Error>;
  /** Closes the connections, and stops an embedded PostgreSQL that no other process uses. */
  close(): Promise<void>;
}

/**
 * @param role `server` claims the embedded data folder for itself, `guest` works beside a running server
 * @param log receives each step, in plain words
 * @param options.migrates false leaves the schema as it is
 * @param options.signal aborts the wait for another process that migrates, with its reason
 * @throws {UnsupportedDatabaseError} before anything is written, if the database is not supported
 */
export async function openStore(
  environment: Environment,
  entities: readonly EntityTarget<ObjectLiteral>[],
  role: Role,
  log: (step: string) => void,
  { migrates = true, signal }: { migrates?: boolean; signal?: AbortSignal } = {},
): Promise<Store> {
  const { databaseUrl, databaseListenUrl } = environment;
  if (databaseUrl) await requireSessions(databaseUrl, 'DATABASE_URL');
  if (databaseUrl && databaseListenUrl) await requireSessions(databaseListenUrl, 'DATABASE_LISTEN_URL');
  const { embedded, leave } = databaseUrl
    ? { embedded: undefined, leave: undefined }
    : await openEmbedded(environment.dataDir, role, log);
  const url = databaseUrl ?? embedded!.url;
  // The embedded database has no pooler.
  const listenUrl = (databaseUrl && databaseListenUrl) ?? url;
  const dataSource = createDataSource(listenUrl, entities);
  try {
    await dataSource.initialize();
    if (migrates) {
      for (const restriction of await requireCompatibility(dataSource)) log(restriction);
      const done = await migrate(dataSource, { waitMs: environment.migrationWaitMs, log, ...(signal && { signal }) });
      log(done.length > 0 ? `migrated the schema: ${done.length} migrations` : 'the schema is up to date');
    }
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    await leave?.();
    throw error;
  }
  return {
    url,
    listenUrl,
    dataSource,
    get problem() {
      return embedded?.problem;
    },
    lost: embedded?.lost ?? new Promise(() => undefined),
    close: async () => {
      await dataSource.destroy();
      await leave?.();
    },
  };
}

/** A server handles signals itself; any other command stops PostgreSQL at a signal. */
async function openEmbedded(dataDir: string, role: Role, log: (step: string) => void) {
  const opening = openEmbeddedDatabase({ dataDir, role, log });
  const stop = async () => (await opening).stop();
  const ignore = role === 'guest' ? leaveOnSignal(stop, log) : undefined;
  try {
    const embedded = await opening;
    const leave = () => embedded.stop().finally(ignore);
    return { embedded, leave };
  } catch (error) {
    ignore?.();
    throw error;
  }
}
