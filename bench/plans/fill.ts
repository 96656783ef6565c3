/**
 * Fills a database with news items for measurements of queries, bypassing the importer. The distribution of offices,
 * countries, fields and words is skewed, as in real data: a few are frequent and most are rare.
 */
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

// From the build, in which the nouns are declared.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { nodeId } = require('../../dist/graph/node-id') as typeof import('../../src/graph/node-id.js');

const chunk = 5_000;

/** First the organisation's words, which are the common ones, then generated words of decreasing frequency. */
const words = (
  'OSCE security meeting border training officers Mission support police conference human rights media freedom ' +
  'election observers trafficking women judges dialogue terrorism cyber water management arms control youth leaders ' +
  'regional seminar round table experts workshop Kyrgyzstan Ukraine Moldova Serbia Georgia Kosovo law enforcement'
).split(' ');
const letters = 'aeioulnrstmdkpv';
for (let i = 0; words.length < 20_000; i += 1) {
  const hash = createHash('sha256').update(`word ${i}`).digest();
  words.push(Array.from(hash.subarray(0, 5 + (i % 6)), (byte) => letters[byte % letters.length]).join(''));
}

/** Mulberry32: small, fast, and the same everywhere. */
let state = 1975;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const word = () => words[Math.floor(words.length ** random()) - 1]!;
const text = (length: number) => Array.from({ length }, word).join(' ');
const paragraphs = Array.from({ length: 300 }, () => text(110));
const pick = <Item>(items: readonly Item[]) => items[Math.floor(items.length * random())]!;

/** Distinct nodes of a list; those at its start are frequent. */
const some = (ids: readonly string[], count: number, skew: number) => [
  ...new Set(Array.from({ length: count }, () => ids[Math.floor(ids.length * random() ** skew)]!)),
];
const kinds = ['NEWS', 'NEWS', 'NEWS', 'PRESS_RELEASE', 'PRESS_RELEASE', 'SPOT_REPORT'];
const firstDay = Date.UTC(1995, 0, 1);

type Catalogue = Record<'office' | 'country' | 'field_of_work' | 'project', readonly string[]>;

/** A row of `news_item` and the ids that its links lead to. */
function item(number: number, { office, country, field_of_work: field, project }: Catalogue) {
  const rare = createHash('sha256').update(String(number)).digest('hex').slice(0, 6);
  const day = new Date(firstDay + Math.floor(11_300 * random()) * 86_400_000).toISOString().slice(0, 10);
  return {
    id: nodeId('NewsItem', `bench-${number}`),
    slug: `bench-${number}`,
    title: `${text(7)} ${rare}`,
    lead: text(16),
    body: `${pick(paragraphs)}\n\n${pick(paragraphs)}`,
    issued_on: number % 200 === 0 ? null : day,
    kind: pick(kinds),
    office_ids: number % 40 === 0 ? [] : some(office, number % 10 === 1 ? 2 : 1, 3),
    country_ids: some(country, 1 + (number % 3), 2),
    field_of_work_ids: some(field, 1 + (number % 2), 2),
    project_ids: number % 500 === 0 ? project.slice(0, 1) : [],
  };
}

const itemColumns = ['id', 'slug', 'title', 'lead', 'body', 'issued_on', 'kind'] as const;
const links = ['office', 'country', 'field_of_work', 'project'] as const;

/**
 * Adds news items until there are `total` of them.
 * @param log receives the progress
 */
export async function fill(dataSource: DataSource, total: number, log: (step: string) => void): Promise<void> {
  const idsOf = async (table: string) =>
    (await dataSource.query<{ id: string }[]>(`SELECT id FROM ${table} ORDER BY md5(id::text)`)).map(({ id }) => id);
  const catalogue = Object.fromEntries(
    await Promise.all(links.map(async (table) => [table, await idsOf(table)] as const)),
  ) as unknown as Catalogue;
  const known = `SELECT count(*)::integer AS count FROM news_item WHERE slug LIKE 'bench-%'`;
  const [{ count }] = (await dataSource.query<[{ count: number }]>(known)) as [{ count: number }];
  if (count >= total) return;
  for (let first = 1; first <= total; first += chunk) {
    const length = Math.min(chunk, total - first + 1);
    const rows = Array.from({ length }, (_, i) => item(first + i, catalogue));
    // Existing items are generated too, so that the random numbers continue as in a single run.
    if (first <= count) continue;
    const ids = (['office_ids', 'field_of_work_ids', 'country_ids'] as const).map((column) =>
      rows.map((row) => `{${row[column].join(',')}}`),
    );
    await dataSource.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO news_item (${itemColumns.join(', ')}, office_ids, field_of_work_ids, country_ids)
         SELECT id, slug, title, lead, body, issued_on, kind, o::uuid[], f::uuid[], c::uuid[]
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
           $9::text[], $10::text[]) AS row(id, slug, title, lead, body, issued_on, kind, o, f, c)`,
        [...itemColumns.map((column) => rows.map((row) => row[column])), ...ids],
      );
      for (const far of links) {
        const of = rows.flatMap((row) =>
          row[`${far}_ids`].map((id, place) => [row.id, id, row.issued_on ?? '', place] as const),
        );
        await manager.query(
          `INSERT INTO news_item_${far} (news_item_id, ${far}_id, issued_key, position)
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[])`,
          [0, 1, 2, 3].map((column) => of.map((link) => link[column])),
        );
      }
    });
    if ((first - 1) % 50_000 === 0) log(`${first - 1 + length} news items`);
  }
  await dataSource.query('VACUUM (ANALYZE)');
}
