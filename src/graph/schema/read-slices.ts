/** Finds the slices: a folder with an `index.ts` that exports a {@link Slice}. No list of them is kept by hand. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Slice } from '../slice.js';

/**
 * The slices in the subfolders of a folder, by name. Empty folders are skipped: the build leaves them where a noun was removed.
 * @throws if a folder has no `index.ts` that exports one slice
 */
export const readSlices = (folder: string): Slice[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).length > 0)
    .map(({ name }) => join(folder, name))
    .sort()
    .map(readSlice);

export function readSlice(folder: string): Slice {
  if (!readdirSync(folder).some((file) => /^index\.[jt]s$/.test(file))) {
    throw new Error(`${folder} has no index.ts: expected one that exports the slice of its noun.`);
  }
  // Not an import: its name is known when the folder is read. The module is CommonJS, so it is loaded before this returns.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const exported = Object.values(require(join(folder, 'index')) as Record<string, Slice>);
  const [slice] = exported;
  if (exported.length !== 1 || !Array.isArray(slice?.resolvers)) {
    throw new Error(`${join(folder, 'index.ts')} must export one slice and nothing else.`);
  }
  return slice;
}
