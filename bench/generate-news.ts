/**
 * Makes news items for measurements: `npm run --silent bench:generate -- --items 50000 [--seed 7] > items.jsonl`.
 * The same seed gives the same items. Texts are as long as those of the organisation and name countries as they do.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import countries from '../src/content/country/country.data.json';
import fieldsOfWork from '../src/content/field-of-work/field-of-work.data.json';
import offices from '../src/content/office/office.data.json';

const { values } = parseArgs({
  options: { items: { type: 'string', default: '50000' }, seed: { type: 'string', default: '7' } },
});

/** Mulberry32: small, fast, and the same everywhere. */
let state = Number(values.seed) | 0;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const below = (limit: number) => Math.floor(random() * limit);
const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
const some = <Item>(items: readonly Item[], most: number) => [
  ...new Set(Array.from({ length: 1 + below(most) }, () => pick(items))),
];

const who = ['Border officers', 'Judges and prosecutors', 'Young leaders', 'Police instructors', 'Election observers'];
const did = ['discussed', 'learned about', 'exchanged experience on', 'were trained in', 'presented findings on'];
const what = ['forged travel documents', 'hate crime', 'water management', 'media freedom', 'the safe storage of arms'];
const where = ['at a workshop in', 'during a study visit to', 'at a round table in', 'on a course organized in'];

const sentence = () => {
  const other = random() < 0.5 ? ` with colleagues from ${pick(countries).name}` : '';
  return `${pick(who)} ${pick(did)} ${pick(what)} ${pick(where)} ${pick(countries).capital}${other}.`;
};
const paragraph = () => Array.from({ length: 3 + below(4) }, sentence).join(' ');
const twoDigits = (number: number) => String(number).padStart(2, '0');

function item(number: number): object {
  const title = `${pick(who)} from ${pick(countries).name} ${pick(did)} ${pick(what)}`;
  return {
    type: 'NewsItem',
    slug: `${title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')}-${number}`,
    title,
    lead: sentence(),
    body: Array.from({ length: 2 + below(4) }, paragraph).join('\n\n'),
    issuedOn: `${1995 + below(31)}-${twoDigits(1 + below(12))}-${twoDigits(1 + below(28))}`,
    kind: pick(['NEWS', 'NEWS', 'PRESS_RELEASE', 'SPOT_REPORT']),
    issuedBy: some(offices, 2).map(({ slug }) => slug),
    fieldsOfWork: some(fieldsOfWork, 3).map(({ slug }) => slug),
  };
}

async function main(): Promise<void> {
  for (let i = 0; i < Number(values.items); i += 1) {
    if (!process.stdout.write(`${JSON.stringify(item(i))}\n`)) await once(process.stdout, 'drain');
  }
}

void main();
