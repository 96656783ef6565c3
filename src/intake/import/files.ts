/** The files that an import is given: named outright, or found in folders. */
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A path of the command line that leads to no file, and why. */
export interface Missing {
  path: string;
  reason: string;
}

/**
 * The files of paths in the order given; those of a folder in the order of their names, its sub-folders included.
 * Symbolic links inside a folder are not followed, so that nothing outside of it is read and no cycle is walked.
 */
export async function* filesOf(paths: readonly string[]): AsyncGenerator<string | Missing> {
  for (const path of paths) {
    const found = await stat(path).catch((fault: NodeJS.ErrnoException) => fault);
    if (!('isFile' in found)) yield { path, reason: found.code === 'ENOENT' ? 'there is no such file' : found.message };
    else if (found.isDirectory()) yield* filesBelow(path);
    else if (found.isFile()) yield path;
    else yield { path, reason: 'neither a file nor a folder' };
  }
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for (const entry of (await readdir(folder)).sort()) {
    const path = join(folder, entry);
    const found = await lstat(path);
    if (found.isDirectory()) yield* filesBelow(path);
    else if (found.isFile()) yield path;
  }
}
