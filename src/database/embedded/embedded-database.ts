/**
 * The default database: a real PostgreSQL in the data folder, started with the first process that needs it and stopped
 * with the last. Processes register with lock files (lock-files.ts), and start and stop it under a lock (folder-lock.ts):
 *
 * - a server claims the folder, and is rejected if another live server has claimed it;
 * - guests (imports, migrations) come and go beside a server, or without one;
 * - the last process to leave stops PostgreSQL, whichever started it, so that none cuts another off;
 * - a killed process leaves a stale lock file, and a PostgreSQL that the next process takes over.
 */
import { osUserFor, type Account } from './os-user.js';
import { claim, liveLockFiles, type OwnLockFile } from './lock-files.js';
import { hasCluster, makeCluster } from './cluster.js';
import { DataFolderInUseError } from './errors.js';
import { prepareDataFolder, type DataFolder } from './folder.js';
import { keep, type DatabaseLostError, type Supervisor } from './supervisor.js';
import { endHungPostmaster, ensurePostmaster, findPostmaster, stopPostmaster } from './postmaster.js';
import { findBinaries, type PostgresBinaries } from './binaries.js';
import { answers } from './pulse.js';
import { prepareDatabase } from './session.js';
import { withLock } from './folder-lock.js';

/** `server`: the one process that serves the folder. `guest`: one of any number beside it, or alone. */
export type Role = 'server' | 'guest';

export interface EmbeddedDatabaseOptions {
  /** The folder of the database; created if absent. */
  readonly dataDir: string;
  readonly role: Role;
  /** Receives each step, in plain words. */
  readonly log: (step: string) => void;
  /** False skips fsync: faster, but a power cut destroys the database. For tests. */
  readonly durable?: boolean;
  /** Time limit for PostgreSQL to answer a server's health check, in milliseconds. Shorter in tests. */
  readonly answerLimitMs?: number;
}

/** PostgreSQL is killed after three unanswered checks: on a machine too busy for that, a restart would not help. */
const ANSWER_LIMIT_MS = 15_000;
const ASK_EVERY_MS = 5_000;

/** A running PostgreSQL that this process may use until it calls `stop`. */
export interface EmbeddedDatabase {
  /** For `pg`; contains the password. */
  readonly url: string;
  /** Why PostgreSQL is unavailable while a server restarts it. */
  readonly problem: string | undefined;
  /** Resolves if PostgreSQL ended and cannot be restarted; otherwise never. */
  readonly lost: Promise<DatabaseLostError>;
  /**
   * Releases the database, and stops PostgreSQL if no other process uses it. Close all connections first. Further calls
   * have no effect.
   *
   * @throws {DatabaseStopError} if PostgreSQL does not stop in time
   */
  stop(): Promise<void>;
}

/** The programs of PostgreSQL and the user to run them as. */
interface Tools {
  readonly program: PostgresBinaries;
  readonly account: Account;
}

/**
 * Opens the PostgreSQL in a data folder; creates and starts it if needed.
 *
 * @throws {DataFolderInUseError} if the role is `server` and a live server holds the folder
 * @throws {EmbeddedDatabaseError} one of the errors in errors.ts, if the database cannot be opened
 */
export async function openEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const folder = await prepareDataFolder(options.dataDir);
  const refuse = () => (options.role === 'server' ? refuseSecondServer(folder) : Promise.resolve());
  const open = async () => {
    await refuse();
    const place = await claim(folder.users, options.role);
    let tools: Tools | undefined;
    try {
      tools = await toolsFor(folder, options.log);
      const url = await bringUp(folder, tools, options);
      return openedDatabase(folder, tools, place, url, options);
    } catch (error) {
      await place.release();
      if (tools) await stopAfterFailure(folder, tools);
      throw error;
    }
  };
  // A second server is rejected at once, even while the first is starting.
  return withLock(folder, open, { meanwhile: refuse });
}

/**
 * Stops a PostgreSQL whose processes were all killed.
 *
 * @returns false if it is in use
 */
export async function stopAbandonedDatabase(dataDir: string): Promise<boolean> {
  const folder = await prepareDataFolder(dataDir);
  return withLock(folder, async () => stopIfUnused(folder, await toolsFor(folder, () => undefined)));
}

async function toolsFor(folder: DataFolder, log: (step: string) => void): Promise<Tools> {
  const account = await osUserFor(folder, await findBinaries(), { log });
  return { program: account.program, account };
}

async function bringUp(folder: DataFolder, tools: Tools, options: EmbeddedDatabaseOptions): Promise<string> {
  const { log, durable = true } = options;
  if (!(await hasCluster(folder))) {
    log(`creating a database in ${folder.path} (first start only)`);
    await makeCluster(folder, { ...tools, durable });
  }
  const { port } = await ensurePostmaster(folder, { ...tools, durable, log });
  const url = await prepareDatabase(folder, port, log);
  log(`the database is ready on port ${port}`);
  return url;
}

function openedDatabase(
  folder: DataFolder,
  tools: Tools,
  place: OwnLockFile,
  url: string,
  options: EmbeddedDatabaseOptions,
): EmbeddedDatabase {
  let stopping: Promise<void> | undefined;
  const supervisor = options.role === 'server' ? keepRunning(folder, tools, url, options) : undefined;
  const leave = async () => {
    await supervisor?.stop();
    await withLock(folder, async () => {
      await place.release();
      await stopIfUnused(folder, tools);
    });
  };
  return {
    url,
    get problem() {
      return supervisor?.problem;
    },
    lost: supervisor?.lost ?? new Promise(() => undefined),
    stop: () => (stopping ??= leave()),
  };
}

function keepRunning(
  folder: DataFolder,
  tools: Tools,
  url: string,
  { log, durable = true, answerLimitMs = ANSWER_LIMIT_MS }: EmbeddedDatabaseOptions,
): Supervisor {
  const port = Number(new URL(url).port);
  let askedAt = Date.now();
  return keep({
    log,
    look: async (signal) => {
      const running = await findPostmaster(folder);
      if (!running) return 'has ended';
      if (running.status !== 'ready' || Date.now() - askedAt < Math.min(ASK_EVERY_MS, answerLimitMs)) return undefined;
      // Asked twice, since this process rather than PostgreSQL may have caused the first timeout.
      const ask = () => answers(running.port, answerLimitMs, signal);
      const isAlive = (await ask()) || (await ask());
      askedAt = Date.now();
      return isAlive ? undefined : 'does not answer';
    },
    restart: () =>
      withLock(folder, async () => {
        await endHungPostmaster(folder, answerLimitMs);
        await ensurePostmaster(folder, { ...tools, durable, log, port });
      }),
  });
}

async function refuseSecondServer(folder: DataFolder): Promise<void> {
  const other = (await liveLockFiles(folder.users)).find(({ purpose }) => purpose === 'server');
  if (other) throw new DataFolderInUseError(folder.path, other.pid);
}

/** A PostgreSQL in recovery is left to finish: stopping it would make the next start begin again. */
async function stopAfterFailure(folder: DataFolder, tools: Tools): Promise<void> {
  if ((await findPostmaster(folder))?.status !== 'ready') return;
  // The error that made the opening fail is the one to report.
  await stopIfUnused(folder, tools).catch(() => undefined);
}

async function stopIfUnused(folder: DataFolder, { program, account }: Tools): Promise<boolean> {
  if ((await liveLockFiles(folder.users)).length > 0) return false;
  await stopPostmaster(folder, program, account);
  return true;
}
