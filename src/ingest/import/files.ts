/** The files that an import is given: named outright, or found in folders. */
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A path that is not read, and why. */
export interface Missing {
  path: string;
  reason: string;
}

const isNone = 'neither a file nor a folder';

/**
 * Yields the files of paths in the given order; those of a folder by name, including sub-folders. Symbolic links inside a
 * folder are reported and not followed, so that nothing outside of it is read and cycles are impossible.
 */
export async function* filesOf(paths: readonly string[]): AsyncGenerator<string | Missing> {
  for (const path of paths) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    if (!('isFile' in found)) yield { path, reason: found.code === 'ENOENT' ? 'there is no such file' : found.message };
    else if (found.isDirectory()) yield* filesBelow(path);
    else if (found.isFile()) yield path;
    else yield { path, reason: isNone };
  }
}

async function* filesBelow(folder: string): AsyncGenerator<string | Missing> {
  const names = await readdir(folder).catch((error: Error) => error);
  if (names instanceof Error) {
    yield { path: folder, reason: names.message };
    return;
  }
  for (const name of names.sort()) {
    const path = join(folder, name);
    // Files deleted since the folder was read are reported when opened.
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory()) yield* filesBelow(path);
    else if (found?.isSymbolicLink())
      yield { path, reason: 'it is a symbolic link inside a folder, and is not followed' };
    else if (!found || found.isFile()) yield path;
    else yield { path, reason: isNone };
  }
}

/** Total bytes of all files of paths. */
export async function sizeOf(paths: readonly string[]): Promise<number> {
  let bytes = 0;
  for await (const file of filesOf(paths)) {
    if (typeof file === 'string') bytes += (await stat(file).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}
