/** Standard input as a file: an import looks at the beginning of a file to recognise it, and then reads it again. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What stands for standard input among paths. */
const sign = '-';

/**
 * Copies standard input to a temporary file if the paths name it.
 * @param work receives the paths with that file, and the name of the file for reports
 */
export async function withStandardInput<Result>(
  paths: readonly string[],
  work: (paths: readonly string[], names: ReadonlyMap<string, string>) => Promise<Result>,
): Promise<Result> {
  if (!paths.includes(sign)) return work(paths, new Map());
  const folder = await mkdtemp(join(tmpdir(), 'osce-graph-input-'));
  try {
    const file = join(folder, 'standard-input');
    if (process.stdin.isTTY) console.error('Reading standard input; Ctrl-D ends it.');
    await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
    return await work(
      paths.map((path) => (path === sign ? file : path)),
      new Map([[file, sign]]),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
