/**
 * The programs of PostgreSQL where its user can reach them. Installed below the home of root (0700) they are out of
 * reach of the user that root hands the database to. Opening that folder is not ours to do, and a right of root for a
 * server of SQL is more than it needs: it gets a copy of the programs in a place that everybody may read.
 *
 * Nobody but root may have written such a copy: its folder is made under a name that nobody knows, filled, and renamed
 * when it is complete. Its name says what is in it, so that another version of the programs gets a folder of its own.
 * What is in it is told by version, sizes and times: reading all 60 MB twice at each start would take 0.1 to 0.5 s.
 */
import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { DatabaseUserError } from './errors.js';
import type { PostgresBinaries } from './binaries.js';

/** What is in the first outlives a restart of the machine, and is not cleared away while PostgreSQL runs. */
const PLACES = ['/var/cache/osce-graph', join(tmpdir(), 'osce-graph-programs')];

/**
 * Gives the same programs in a folder that every user of the system can read.
 *
 * @param places where such a folder may be, the first that can be had being used
 * @throws {DatabaseUserError} if none of the places is fit for it
 */
export async function reachableBinaries(
  program: PostgresBinaries,
  log: (step: string) => void,
  places: readonly string[] = PLACES,
): Promise<PostgresBinaries> {
  const source = dirname(dirname(program.postgres));
  const listing = await listingOf(source);
  // Packages of npm mostly have one and the same time on all their files, in all versions.
  const version = await readFile(join(dirname(source), 'package.json'), 'utf8').catch(() => '');
  const name = `postgres-${createHash('sha256').update(version).update(listing).digest('hex').slice(0, 16)}`;
  const reasons: string[] = [];
  for (const place of places) {
    try {
      const copy = join(place, name);
      if (await preparePlace(place, copy, listing)) {
        log(`copying the programs of PostgreSQL to ${copy}, where its user can reach them`);
        await makeCopy(source, copy, listing);
      }
      const moved = (path: string) => join(copy, relative(source, path));
      return { initdb: moved(program.initdb), postgres: moved(program.postgres), pgCtl: moved(program.pgCtl) };
    } catch (cause) {
      reasons.push(`${place}: ${(cause as Error).message}`);
    }
  }
  throw new DatabaseUserError(
    `PostgreSQL does not run as root, its user may not enter the folder of its programs (${source}), and they could ` +
      `not be copied to where it can (${reasons.join('; ')}). Install the project where everybody may enter (such as ` +
      `/opt), run the server as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Makes the place if need be. @returns whether the copy is still to be made */
async function preparePlace(place: string, copy: string, listing: string): Promise<boolean> {
  await mkdir(place, { mode: 0o755, recursive: true });
  await requireOwn(place);
  const found = await lstat(copy).catch(() => undefined);
  if (!found) return true;
  await requireOwn(copy);
  if ((await listingOf(copy)) === listing) return false;
  // Something has cleared away a part of it, as is usual with old files among temporary ones.
  const spoiled = await mkdtemp(join(place, 'spoiled-'));
  await rename(copy, join(spoiled, 'copy'));
  await rm(spoiled, { recursive: true, force: true });
  return true;
}

/** What is in a folder that another user owns or may write to could be anything. */
async function requireOwn(path: string): Promise<void> {
  const { uid, mode } = await lstat(path).then((found) => {
    if (!found.isDirectory()) throw new Error('it is not a folder');
    return found;
  });
  if (uid !== process.getuid?.()) throw new Error(`${path} belongs to the user with id ${uid}`);
  if ((mode & 0o022) !== 0) throw new Error(`others may write to ${path}`);
  // The mask of this process may have made it narrower than it must be.
  if ((mode & 0o055) !== 0o055) await chmod(path, 0o755);
}

async function makeCopy(source: string, copy: string, listing: string): Promise<void> {
  const making = await mkdtemp(join(dirname(copy), 'copying-'));
  try {
    const folder = join(making, 'copy');
    await cp(source, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    await openToAll(folder);
    await rename(folder, copy).catch(async (fault: unknown) => {
      // Another process was faster.
      await requireOwn(copy);
      if ((await listingOf(copy)) !== listing) throw fault;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** All may read, nobody but the owner may write, and what could be run can be run. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, ((await lstat(path)).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}

/** The files in a folder with their sizes and times of change: a text that is the same for a complete copy. */
async function listingOf(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) {
      const { size, mtime } = await lstat(path);
      lines.push(`${relative(folder, path)} ${size} ${mtime.getTime()}`);
    } else if (entry.isSymbolicLink()) lines.push(`${relative(folder, path)} -> ${await readlink(path)}`);
  }
  return lines.sort().join('\n');
}
