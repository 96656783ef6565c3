/** Puts the results where readers of the project look first. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../product';
import type { Results } from '../results';
import { summaryOf } from './markdown';
import { plotOf } from './plot';

const begin = '<!-- benchmark: written by `npm run bench -- --readme` -->';
const end = '<!-- end of the benchmark -->';

/** @returns the text with what stands between the two marks replaced @throws if it does not have them */
export function replaceBetweenMarks(text: string, replacement: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md: expected the lines ${begin} and ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${replacement}\n\n${text.slice(to)}`;
}

export async function writeReadme(results: Results): Promise<void> {
  const file = join(root, 'README.md');
  const text = replaceBetweenMarks(readFileSync(file, 'utf8'), summaryOf(results));
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  writeFileSync(join(root, 'docs/benchmark.svg'), plotOf(results));
}
