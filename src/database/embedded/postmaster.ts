/**
 * The main process of PostgreSQL (its "postmaster"): finding it, starting it, stopping it.
 *
 * It runs in a session of its own. Ctrl-C in a terminal goes to the whole process group, and PostgreSQL must not stop
 * before the server has answered its last requests. The price: it lives on if this process is killed. The next start
 * finds it through `postmaster.pid`, the file that PostgreSQL keeps in its data folder while it runs.
 *
 * All functions but `findPostmaster` must be called in turn (see turn.ts).
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

/** Repair after a crash replays at most about 1 GB of log, which slow disks do in a minute or so. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_SECONDS = 60;
const ATTEMPTS = 20;
const RETRY_LIMIT_MS = 15_000;

/** A PostgreSQL that runs on our folder. */
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
  /** The port that it must have, since connections lead there; else it is chosen. */
  readonly port?: number;
}

/** The PostgreSQL that runs on this folder, if there is one. A `postmaster.pid` without its process is not believed. */
export async function findPostmaster(folder: DataFolder): Promise<Postmaster | undefined> {
  const lines = await pidFileLines(folder);
  const [pid, , , port, , , , status] = lines ?? [];
  if (pid === undefined || !isPostmaster(Number(pid), folder)) return undefined;
  return { pid: Number(pid), port: Number(port ?? 0), status: status?.trim() ?? 'starting' };
}

/**
 * AnswerDependencies the PostgreSQL that runs on this folder, or else starts it.
 *
 * One that an earlier process left behind is taken over as it is, rather than restarted: it is sound (a crash of ours
 * is none of its own), guests may be working with it, and the way is the same as for a guest beside a server.
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
      if (attempt === ATTEMPTS || Date.now() > deadline || !willPass(lines)) {
        throw new DatabaseStartError(`PostgreSQL did not start on ${folder.pgdata}.`, lines);
      }
      await sleep(attempt * 50);
    }
  } finally {
    await log.close();
  }
}

/** Whether it is worth trying again, from what PostgreSQL said when it ended. */
function willPass(lines: readonly string[]): boolean {
  const passing = [
    // Something else took the port between our look at it and PostgreSQL's.
    'Address already in use',
    // The children of a PostgreSQL that was killed are about to notice that it is gone.
    'pre-existing shared memory block',
  ];
  return lines.some((line) => passing.some((reason) => line.includes(reason)));
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
        'PostgreSQL is still not ready; it may be repairing its files after a crash. It goes on: try again in a while.',
        await log.lastLines(),
      );
    }
    await sleep(10);
  }
  return undefined;
}

/**
 * Stops PostgreSQL in an orderly way, ending the connections that are still open, and waits for its end.
 *
 * @throws {DatabaseStopError} if that takes too long; it then goes on stopping by itself
 */
export async function stopPostmaster(folder: DataFolder, program: PostgresBinaries, account: Account): Promise<void> {
  const running = await findPostmaster(folder);
  if (running === undefined) return;
  const start = startOf(running.pid);
  const args = ['stop', '-D', folder.pgdata, '-m', 'fast', '-w', '-s', '-t', String(STOP_LIMIT_SECONDS)];
  const child = account.spawn(program.pgCtl, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  // The file goes a moment before the process does.
  for (let waited = 0; waited < 5_000 && startOf(running.pid) === start; waited += 10) await sleep(10);
  if (code === 0 || (await findPostmaster(folder)) === undefined) return;
  throw new DatabaseStopError(
    `PostgreSQL (process ${running.pid}) on ${folder.path} did not stop within ${STOP_LIMIT_SECONDS} seconds. ` +
      `See ${folder.log}. ${said.trim()}`,
  );
}

/**
 * Kills a PostgreSQL that does not answer: an orderly end is what it would not hear of. Its children end by themselves.
 * What is committed is not lost; the next start repairs the files.
 */
export async function endHungPostmaster(folder: DataFolder, limitMs: number): Promise<void> {
  const running = await findPostmaster(folder);
  if (running?.status !== 'ready' || (await answers(running.port, limitMs))) return;
  const start = startOf(running.pid);
  process.kill(running.pid, 'SIGKILL');
  for (let waited = 0; waited < 5_000 && startOf(running.pid) === start; waited += 10) await sleep(10);
}

/**
 * After a crash, the process id in `postmaster.pid` may by now belong to something else, or to a zombie that nobody
 * takes notice of (in a container without an init process). PostgreSQL would take either for itself and refuse to start.
 * Only the id is made harmless: the rest of the file tells PostgreSQL how to find out whether children of the crashed
 * one are still at work, which is why the file must not be deleted.
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

/** Whether this process is a PostgreSQL on our folder: it has been started with its path. */
function isPostmaster(pid: number, folder: DataFolder): boolean {
  // Where commands cannot be read, a live process with this id has to be believed.
  if (process.platform === 'win32') return startOf(pid) !== undefined;
  const command = commandOf(pid);
  return command !== undefined && /postgres\b/.test(command) && command.includes(` -D ${folder.pgdata} `);
}

const pidFile = (folder: DataFolder) => join(folder.pgdata, 'postmaster.pid');

async function pidFileLines(folder: DataFolder): Promise<string[] | undefined> {
  const text = await readFile(pidFile(folder), 'utf8').catch(() => undefined);
  return text?.split('\n');
}
