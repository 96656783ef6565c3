/**
 * Prints generated news items as JSON Lines: `npm run --silent bench:generate -- --items 50000 [--seed 7] >
 * items.jsonl`. The same seed gives the same items.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { inventNews } from './seed/invent-news';

const { values } = parseArgs({
  options: { items: { type: 'string', default: '50000' }, seed: { type: 'string', default: '7' } },
});

async function main(): Promise<void> {
  for (const item of inventNews(Number(values.items), Number(values.seed))) {
    if (!process.stdout.write(`${JSON.stringify(item)}\n`)) await once(process.stdout, 'drain');
  }
}

void main();
