/**
 * The main process of PostgreSQL (its "postmaster"): finding it, starting it, stopping it.
 *
 * It runs in its own session: Ctrl-C in a terminal goes to the whole process group, and PostgreSQL must not stop before
 * the server has answered its last requests. In return, it survives if this process is killed. The next start
 * finds it through `postmaster.pid`, the file that PostgreSQL keeps in its data folder while it runs.
 *
 * Call all functions except `findPostmaster` while holding the lock (see folder-lock.ts).
 */
import { once } from 'node:events';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './os-user.js';
import { cannotRun } from './cluster.js';
import { DatabaseStartError, DatabaseStopError } from './errors.js';
import type { DataFolder } from './folder.js';
import { choosePort, rememberPort } from './port.js';
import { commandOf, startOf } from './processes.js';
import type { PostgresBinaries } from './binaries.js';
import { answers } from './pulse.js';
import { openServerLog, type ServerLog } from './server-log.js';
import { settingArguments } from './settings.js';

/** Crash recovery replays at most about 1 GB of WAL, which takes about a minute on slow disks. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_SECONDS = 60;
const ATTEMPTS = 20;
const RETRY_LIMIT_MS = 15_000;

/** A PostgreSQL that runs on the data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

interface StartOptions {
  readonly program: PostgresBinaries;
  readonly account: Account;
  readonly durable: boolean;
  readonly log: (step: string) => void;
  /** The required port, since connections lead there; chosen if absent. */
  readonly port?: number;
}

/** Returns the PostgreSQL that runs on this folder, if any. Ignores a stale `postmaster.pid`. */
export async function findPostmaster(folder: DataFolder): Promise<Postmaster | undefined> {
  const lines = await pidFileLines(folder);
  const [pid, , , port, , , , status] = lines ?? [];
  if (pid === undefined || !isPostmaster(Number(pid), folder)) return undefined;
  return { pid: Number(pid), port: Number(port ?? 0), status: status?.trim() ?? 'starting' };
}

/**
 * Returns the PostgreSQL that runs on this folder, or starts one.
 *
 * One that an earlier process left behind is taken over rather than restarted: it did not crash itself, guests may be
 * using it, and a guest beside a server takes the same path.
 *
 * @throws {DatabaseStartError} if it does not start, with the end of its log
 */
export async function ensurePostmaster(folder: DataFolder, options: StartOptions): Promise<Postmaster> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const running = await findPostmaster(folder);
    if (running === undefined) return startPostmaster(folder, options);
    if (running.status === 'ready') {
      if (options.port !== undefined && running.port !== options.port) {
        throw new DatabaseStartError(`PostgreSQL now runs on port ${running.port}, not on ${options.port}.`, []);
      }
      options.log(`using PostgreSQL, which is already running on port ${running.port}`);
      return running;
    }
    if (Date.now() > deadline) {
      throw new DatabaseStartError(
        `PostgreSQL (process ${running.pid}) on ${folder.path} has been ${running.status} for too long. See ${folder.log}.`,
        [],
      );
    }
    await sleep(20);
  }
}

async function startPostmaster(folder: DataFolder, options: StartOptions): Promise<Postmaster> {
  await disarmStalePidFile(folder, options.account);
  const log = await openServerLog(folder);
  try {
    const deadline = Date.now() + RETRY_LIMIT_MS;
    for (let attempt = 1; ; attempt += 1) {
      const port = options.port ?? (await choosePort(folder));
      options.log(`starting PostgreSQL on port ${port}`);
      const started = await tryToStart(folder, port, log, options);
      if (started) return started;
      const lines = await log.lastLines();
      if (attempt === ATTEMPTS || Date.now() > deadline || !isTransient(lines)) {
        throw new DatabaseStartError(`PostgreSQL did not start on ${folder.pgdata}.`, lines);
      }
      await sleep(attempt * 50);
    }
  } finally {
    await log.close();
  }
}

/** Whether the output of PostgreSQL shows a transient failure. */
function isTransient(lines: readonly string[]): boolean {
  const transient = [
    // Another process took the port after it was found free.
    'Address already in use',
    // The children of a killed PostgreSQL are about to exit.
    'pre-existing shared memory block',
  ];
  return lines.some((line) => transient.some((reason) => line.includes(reason)));
}

/** @returns undefined if PostgreSQL ended; its log says why */
async function tryToStart(
  folder: DataFolder,
  port: number,
  log: ServerLog,
  { program, account, durable }: StartOptions,
): Promise<Postmaster | undefined> {
  const child = account.spawn(program.postgres, ['-D', folder.pgdata, ...settingArguments(port, durable)], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await once(child, 'spawn').catch((cause: Error) => Promise.reject(cannotRun(program.postgres, cause)));
  child.unref();

  const deadline = Date.now() + START_LIMIT_MS;
  while (child.exitCode === null && child.signalCode === null) {
    const found = await findPostmaster(folder);
    if (found?.pid === child.pid && found?.status === 'ready') {
      await rememberPort(folder, port);
      return found;
    }
    if (Date.now() > deadline) {
      throw new DatabaseStartError(
        'PostgreSQL is not ready yet; it may be recovering from a crash. It continues: try again later.',
        await log.lastLines(),
      );
    }
    await sleep(10);
  }
  return undefined;
}

/**
 * Stops PostgreSQL (fast shutdown, which terminates open connections), and waits until it has ended.
 *
 * @throws {DatabaseStopError} if that takes too long; it then continues stopping by itself
 */
export async function stopPostmaster(folder: DataFolder, program: PostgresBinaries, account: Account): Promise<void> {
  const running = await findPostmaster(folder);
  if (running === undefined) return;
  const start = startOf(running.pid);
  const args = ['stop', '-D', folder.pgdata, '-m', 'fast', '-w', '-s', '-t', String(STOP_LIMIT_SECONDS)];
  const child = account.spawn(program.pgCtl, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  // The file disappears shortly before the process.
  for (let waited = 0; waited < 5_000 && startOf(running.pid) === start; waited += 10) await sleep(10);
  if (code === 0 || (await findPostmaster(folder)) === undefined) return;
  throw new DatabaseStopError(
    `PostgreSQL (process ${running.pid}) on ${folder.path} did not stop within ${STOP_LIMIT_SECONDS} seconds. ` +
      `See ${folder.log}. ${output.trim()}`,
  );
}

/**
 * Kills a PostgreSQL that does not answer, as it would not react to a shutdown request either. Its children exit by
 * themselves. Committed data is not lost; the next start recovers.
 */
export async function endHungPostmaster(folder: DataFolder, limitMs: number): Promise<void> {
  const running = await findPostmaster(folder);
  if (running?.status !== 'ready' || (await answers(running.port, limitMs))) return;
  const start = startOf(running.pid);
  process.kill(running.pid, 'SIGKILL');
  for (let waited = 0; waited < 5_000 && startOf(running.pid) === start; waited += 10) await sleep(10);
}

/**
 * After a crash, the process id in `postmaster.pid` may belong to another process, or to a zombie (in a container without
 * an init process). PostgreSQL would take either for itself and refuse to start. Only the id is replaced: PostgreSQL needs
 * the rest of the file to detect children of the crashed one, so the file must not be deleted.
 */
async function disarmStalePidFile(folder: DataFolder, account: Account): Promise<void> {
  const lines = await pidFileLines(folder);
  const pid = Number(lines?.[0]);
  if (lines === undefined || !(pid > 0) || isPostmaster(pid, folder)) return;
  const beyondAllProcessIds = String(2 ** 22 + 1);
  const path = pidFile(folder);
  await writeFile(`${path}.stale`, [beyondAllProcessIds, ...lines.slice(1)].join('\n'), { mode: 0o600 });
  await account.give(`${path}.stale`);
  await rename(`${path}.stale`, path);
}

/** Whether the process is a PostgreSQL on the data folder, judging by its command line. */
function isPostmaster(pid: number, folder: DataFolder): boolean {
  // Where command lines cannot be read, any live process with this id counts.
  if (process.platform === 'win32') return startOf(pid) !== undefined;
  const command = commandOf(pid);
  return command !== undefined && /postgres\b/.test(command) && command.includes(` -D ${folder.pgdata} `);
}

const pidFile = (folder: DataFolder) => join(folder.pgdata, 'postmaster.pid');

async function pidFileLines(folder: DataFolder): Promise<string[] | undefined> {
  const text = await readFile(pidFile(folder), 'utf8').catch(() => undefined);
  return text?.split('\n');
}
