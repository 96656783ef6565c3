/**
 * The default database: a real PostgreSQL in the data folder, started with the first process that needs it and stopped
 * with the last. Processes know of each other through claims (claims.ts), and start and stop it in turn (turn.ts):
 *
 * - a server claims the folder, and is refused if a live server has;
 * - guests (imports, migrations) come and go beside a server, or without one;
 * - whoever leaves last stops PostgreSQL, no matter who started it. So nobody cuts another off;
 * - a process that is killed leaves a claim that no longer counts, and a PostgreSQL that the next one takes over.
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
  /** The folder that holds the database; made if need be. */
  readonly dataDir: string;
  readonly role: Role;
  /** Told of each step, in words for people. */
  readonly log: (step: string) => void;
  /** False: faster, and lost after a power cut. For tests. */
  readonly durable?: boolean;
  /** How long PostgreSQL may take to answer a server that asks whether it is there, in milliseconds. Shorter for tests. */
  readonly answerLimitMs?: number;
}

/** Two questions and one more before it is ended: on a machine that is too busy for that, a start would not help either. */
const ANSWER_LIMIT_MS = 15_000;
const ASK_EVERY_MS = 5_000;

/** A running PostgreSQL that this process may use until it calls `stop`. */
export interface EmbeddedDatabase {
  /** For `pg`; contains the password. */
  readonly url: string;
  /** What is the matter while PostgreSQL has ended by itself and is started again, which is done for a server. */
  readonly fault: string | undefined;
  /** Resolves if PostgreSQL ended and cannot be started again; else never. */
  readonly lost: Promise<DatabaseLostError>;
  /**
   * Gives the database up, and stops PostgreSQL if nobody else uses it. Close all connections before. Calling it again
   * does nothing more.
   *
   * @throws {DatabaseStopError} if PostgreSQL does not stop in time
   */
  stop(): Promise<void>;
}

/** What it takes to run the programs of PostgreSQL on a folder. */
interface Tools {
  readonly program: PostgresBinaries;
  readonly account: Account;
}

/**
 * Gives access to the PostgreSQL in a data folder; makes and starts it if need be.
 *
 * @throws {DataFolderInUseError} if the role is `server` and a live server holds the folder
 * @throws {EmbeddedDatabaseError} one of the errors in errors.ts, if the database cannot be had
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
  // A server that is still starting refuses others at once, not only when it is done.
  return withLock(folder, open, { meanwhile: refuse });
}

/**
 * Stops a PostgreSQL that nobody uses any more, since all its processes were killed.
 *
 * @returns false if it is in use and was left alone
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
    log(`setting up a database in ${folder.path} (only this once)`);
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
  const keeper = options.role === 'server' ? keepRunning(folder, tools, url, options) : undefined;
  const leave = async () => {
    await keeper?.stop();
    await withLock(folder, async () => {
      await place.release();
      await stopIfUnused(folder, tools);
    });
  };
  return {
    url,
    get fault() {
      return keeper?.fault;
    },
    lost: keeper?.lost ?? new Promise(() => undefined),
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
      // The second time too, since the first answer may have waited for this process rather than it for PostgreSQL.
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

/** One that is still repairing its files is left to finish: stopping it would make the next start begin anew. */
async function stopAfterFailure(folder: DataFolder, tools: Tools): Promise<void> {
  if ((await findPostmaster(folder))?.status !== 'ready') return;
  // What made the opening fail is the error to report, not what comes of it here.
  await stopIfUnused(folder, tools).catch(() => undefined);
}

async function stopIfUnused(folder: DataFolder, { program, account }: Tools): Promise<boolean> {
  if ((await liveLockFiles(folder.users)).length > 0) return false;
  await stopPostmaster(folder, program, account);
  return true;
}
