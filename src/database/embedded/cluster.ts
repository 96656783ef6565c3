/**
 * Making a database cluster: initdb works in a folder of its own, which is renamed when all is done. A crash in the
 * middle leaves a folder that the next start clears away, and never half a database.
 */
import { randomBytes } from 'node:crypto';
import { access, chmod, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Account } from './os-user.js';
import { DatabaseProgramError, DatabaseStartError } from './errors.js';
import type { DataFolder } from './folder.js';
import type { PostgresBinaries } from './binaries.js';
import { SUPERUSER } from './session.js';

const UNFINISHED = 'initialising-';

interface ClusterOptions {
  readonly program: PostgresBinaries;
  readonly account: Account;
  /** False: not written through to the disk, for tests. */
  readonly durable: boolean;
}

/** Whether there is a database in the folder. */
export async function hasCluster(folder: DataFolder): Promise<boolean> {
  return access(folder.password).then(
    () => true,
    () => false,
  );
}

/**
 * Makes a new, empty cluster with a random password. Call it in turn (see turn.ts) only.
 *
 * @throws {DatabaseStartError} if initdb fails, with what it said
 */
export async function makeCluster(folder: DataFolder, { program, account, durable }: ClusterOptions): Promise<void> {
  await clearUnfinished(folder);
  const making = await mkdtemp(join(folder.path, UNFINISHED));
  try {
    await chmod(making, 0o700);
    await account.give(making);
    const password = join(making, basename(folder.password));
    await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    await account.give(password);
    await initdb(join(making, basename(folder.pgdata)), password, program, account, durable);
    await rename(making, folder.cluster);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
}

async function initdb(
  pgdata: string,
  password: string,
  program: PostgresBinaries,
  account: Account,
  durable: boolean,
): Promise<void> {
  const args = [
    `--pgdata=${pgdata}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    // The same order and the same letters on every machine, whatever locales are installed there.
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = account.spawn(program.initdb, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const outcome = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', (cause) => reject(cannotRun(program.initdb, cause)));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  if (outcome === 0) return;
  throw new DatabaseStartError(
    `PostgreSQL could not set up a database in ${pgdata} (initdb ended with ${outcome}).`,
    said.trim().split('\n'),
  );
}

/** The failure to run a program of PostgreSQL at all. */
export function cannotRun(program: string, cause: Error): DatabaseProgramError {
  // The file is there (program.ts has seen it), so ENOENT means its loader or an essential library is not.
  const hint = 'Its programs are built for systems with glibc, not for Alpine Linux.';
  return new DatabaseProgramError(`The embedded PostgreSQL does not run here: ${program}: ${cause.message}. ${hint}`, {
    cause,
  });
}

async function clearUnfinished(folder: DataFolder): Promise<void> {
  const unfinished = (await readdir(folder.path)).filter((name) => name.startsWith(UNFINISHED));
  for (const name of unfinished) {
    // An initdb whose parent was killed may still be writing there. What is left now is cleared the next time.
    await rm(join(folder.path, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
