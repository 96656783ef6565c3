/** Publishes the results in the documentation. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../product';
import type { Results } from '../results';
import { summaryOf } from './markdown';
import { replaceBetweenMarks } from './marks';
import { plotOf } from './plot';

export async function publish(results: Results): Promise<void> {
  const file = join(root, 'docs/benchmark.md');
  const text = replaceBetweenMarks(readFileSync(file, 'utf8'), summaryOf(results));
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  writeFileSync(join(root, 'docs/benchmark.svg'), plotOf(results));
}
