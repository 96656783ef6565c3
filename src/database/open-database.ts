/** Opens the database of a process: the embedded one or that of `DATABASE_URL`, brought up to date. */
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Environment } from '../settings/environment.js';
import { createDataSource, migrate } from './data-source.js';
import { openEmbeddedDatabase, type Role } from './embedded/index.js';
import { requireCompatibility } from './compatibility.js';
import { leaveOnSignal } from './guest-signals.js';
import { requireSessions } from './pooling.js';

export interface Store {
  url: string;
  /** A direct address of the same database, for what needs a session: listening, cancelling, locks. */
  listenUrl: string;
  dataSource: DataSource;
  /** What is the matter with the embedded PostgreSQL while it is started again. */
  readonly fault: string | undefined;
  /** Resolves if the embedded PostgreSQL ended and cannot be started again; else never. */
  readonly lost: Promise<Error>;
  /** Closes the connections, and stops PostgreSQL if it is embedded and nobody else uses it. */
  close(): Promise<void>;
}

/**
 * @param role `server` claims the embedded data folder for itself, `guest` works beside a running server
 * @param log is told of each step, in words for people
 * @param options.migrates false: the schema is left as it is
 * @param options.signal ends the wait for another process that migrates, with its reason
 * @throws {UnsupportedDatabaseError} before anything is written, if the database cannot hold the graph
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
      for (const weakness of await requireCompatibility(dataSource)) log(weakness);
      const done = await migrate(dataSource, { waitMs: environment.migrationWaitMs, log, ...(signal && { signal }) });
      log(done.length > 0 ? `brought the schema up to date: ${done.length} migrations` : 'the schema is up to date');
    }
  } catch (fault) {
    if (dataSource.isInitialized) await dataSource.destroy();
    await leave?.();
    throw fault;
  }
  return {
    url,
    listenUrl,
    dataSource,
    get fault() {
      return embedded?.fault;
    },
    lost: embedded?.lost ?? new Promise(() => undefined),
    close: async () => {
      await dataSource.destroy();
      await leave?.();
    },
  };
}

/** A server drains at a signal by itself; any other command at least does not leave PostgreSQL behind. */
async function openEmbedded(dataDir: string, role: Role, log: (step: string) => void) {
  const opening = openEmbeddedDatabase({ dataDir, role, log });
  const stop = async () => (await opening).stop();
  const ignore = role === 'guest' ? leaveOnSignal(stop, log) : undefined;
  try {
    const embedded = await opening;
    const leave = () => embedded.stop().finally(ignore);
    return { embedded, leave };
  } catch (fault) {
    ignore?.();
    throw fault;
  }
}
