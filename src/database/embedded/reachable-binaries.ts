/**
 * Copies the programs of PostgreSQL to where its user can reach them. Installed below the home of root (0700) they are
 * inaccessible to that user. Opening that folder is not up to the server, and granting the database a capability of root
 * is more than it needs, so it gets a copy in a folder that all users may read.
 *
 * Only root may have written such a copy: it is filled under a random name and renamed when complete. Its name is a hash
 * of its content, so that each version has its own folder. The hash covers version, sizes and times: reading all 60 MB
 * twice at each start would take 0.1 to 0.5 s.
 */
import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { DatabaseUserError } from './errors.js';
import type { PostgresBinaries } from './binaries.js';

/** The first survives a restart of the machine, and is not cleaned while PostgreSQL runs. */
const PLACES = ['/var/cache/osce-graph', join(tmpdir(), 'osce-graph-programs')];

/**
 * Returns the same programs in a folder that every user can read.
 *
 * @param places candidates for the folder; the first usable one is taken
 * @throws {DatabaseUserError} if none of the places is usable
 */
export async function reachableBinaries(
  program: PostgresBinaries,
  log: (step: string) => void,
  places: readonly string[] = PLACES,
): Promise<PostgresBinaries> {
  const source = dirname(dirname(program.postgres));
  const listing = await listingOf(source);
  // npm packages usually have the same time on all files of all versions.
  const version = await readFile(join(dirname(source), 'package.json'), 'utf8').catch(() => '');
  const name = `postgres-${createHash('sha256').update(version).update(listing).digest('hex').slice(0, 16)}`;
  const reasons: string[] = [];
  for (const place of places) {
    try {
      const copy = join(place, name);
      if (await preparePlace(place, copy, listing)) {
        log(`copying the programs of PostgreSQL to ${copy}, which its user can read`);
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
      `not be copied elsewhere (${reasons.join('; ')}). Install the project in a folder that all users may enter (such as ` +
      `/opt), run the server as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Creates the place if absent. @returns whether the copy is missing */
async function preparePlace(place: string, copy: string, listing: string): Promise<boolean> {
  await mkdir(place, { mode: 0o755, recursive: true });
  await requireOwn(place);
  const found = await lstat(copy).catch(() => undefined);
  if (!found) return true;
  await requireOwn(copy);
  if ((await listingOf(copy)) === listing) return false;
  // Part of it was deleted, as is usual for old temporary files.
  const spoiled = await mkdtemp(join(place, 'spoiled-'));
  await rename(copy, join(spoiled, 'copy'));
  await rm(spoiled, { recursive: true, force: true });
  return true;
}

/** The content of a folder that another user owns or may write to is not trusted. */
async function requireOwn(path: string): Promise<void> {
  const { uid, mode } = await lstat(path).then((found) => {
    if (!found.isDirectory()) throw new Error('it is not a folder');
    return found;
  });
  if (uid !== process.getuid?.()) throw new Error(`${path} belongs to the user with id ${uid}`);
  if ((mode & 0o022) !== 0) throw new Error(`others may write to ${path}`);
  // The umask of this process may have removed permissions.
  if ((mode & 0o055) !== 0o055) await chmod(path, 0o755);
}

async function makeCopy(source: string, copy: string, listing: string): Promise<void> {
  const making = await mkdtemp(join(dirname(copy), 'copying-'));
  try {
    const folder = join(making, 'copy');
    await cp(source, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    await openToAll(folder);
    await rename(folder, copy).catch(async (error: unknown) => {
      // Another process was faster.
      await requireOwn(copy);
      if ((await listingOf(copy)) !== listing) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** Everyone may read, only the owner may write; executables stay executable. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, ((await lstat(path)).mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}

/** Lists the files of a folder with sizes and modification times: equal for a complete copy. */
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
