/**
 * Creates a database cluster: initdb works in a temporary folder, which is renamed when complete. A crash leaves a folder
 * that the next start deletes, and never half a database.
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
  /** False skips fsync, for tests. */
  readonly durable: boolean;
}

/** Whether the folder contains a cluster. */
export async function hasCluster(folder: DataFolder): Promise<boolean> {
  return access(folder.password).then(
    () => true,
    () => false,
  );
}

/**
 * Creates an empty cluster with a random password. Call only while holding the lock (see folder-lock.ts).
 *
 * @throws {DatabaseStartError} if initdb fails, with its output
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
    // The same sort order and character types on every machine, whatever locales are installed.
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = account.spawn(program.initdb, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const outcome = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', (cause) => reject(cannotRun(program.initdb, cause)));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  if (outcome === 0) return;
  throw new DatabaseStartError(
    `PostgreSQL could not create a database in ${pgdata} (initdb ended with ${outcome}).`,
    output.trim().split('\n'),
  );
}

/** The error for a PostgreSQL program that cannot be executed. */
export function cannotRun(program: string, cause: Error): DatabaseProgramError {
  // The file exists (binaries.ts has checked), so ENOENT means that its loader or a library is missing.
  const hint = 'Its programs are built for systems with glibc, not for Alpine Linux.';
  return new DatabaseProgramError(`The embedded PostgreSQL does not run here: ${program}: ${cause.message}. ${hint}`, {
    cause,
  });
}

async function clearUnfinished(folder: DataFolder): Promise<void> {
  const unfinished = (await readdir(folder.path)).filter((name) => name.startsWith(UNFINISHED));
  for (const name of unfinished) {
    // An initdb whose parent was killed may still be writing; the next start deletes the rest.
    await rm(join(folder.path, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
