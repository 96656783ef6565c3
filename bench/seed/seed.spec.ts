/** The benchmark's seeding must produce the same database as the importer. */
import { Client } from 'pg';
import { nodeId } from '../../src/graph/node-id';
import { createLinker } from '../../src/ingest/linker/index';
import { readGazetteer, writeRecords } from '../../src/ingest/writer/index';
import { contentHash } from '../../src/testing/content-hash';
import { startTestGraph, type TestGraph } from '../../src/testing/test-graph';
import { seedNews } from './seed-news';
import { inventNews } from './invent-news';

const count = 60;
let copied: TestGraph;
let imported: TestGraph;
let client: Client;

beforeAll(async () => {
  copied = await startTestGraph('organization');
  imported = await startTestGraph('organization');
  client = new Client({ connectionString: copied.url });
  await client.connect();
  const linker = createLinker(await readGazetteer(copied.dataSource.manager));
  await seedNews(client, inventNews(count, 7), { nodeId, linker });
  await writeRecords(imported.dataSource, [...inventNews(count, 7)]);
});
afterAll(async () => {
  await client.end();
  await copied.close();
  await imported.close();
});

it('the same seed generates the same items, another seed generates others', () => {
  expect([...inventNews(50, 7)]).toEqual([...inventNews(50, 7)]);
  expect([...inventNews(50, 7)]).not.toEqual([...inventNews(50, 8)]);
  // A larger set starts with the items of a smaller one, so that measurements at two sizes use the same items.
  expect([...inventNews(80, 7)].slice(0, 50)).toEqual([...inventNews(50, 7)]);
});

it('generated slugs are unique, and some items lack a lead or a date, as real ones do', () => {
  const items = [...inventNews(2_000, 7)];
  expect(new Set(items.map(({ slug }) => slug)).size).toBe(items.length);
  expect(items.some(({ lead }) => lead === undefined)).toBe(true);
  expect(items.some(({ issuedOn }) => issuedOn === undefined)).toBe(true);
  expect(items.some(({ issuedOn }) => issuedOn?.length === '2007-06'.length)).toBe(true);
});

it('a seeded graph equals the graph that the importer creates from the same items', async () => {
  expect(await contentHash(copied.dataSource)).toEqual(await contentHash(imported.dataSource));
});

it('seeded rows are consistent: arrays equal links, dates are copied, quotes are at their offsets', async () => {
  const errors = await client.query(`
    SELECT slug FROM news_item AS item WHERE
      office_ids <> ARRAY(SELECT office_id FROM news_item_office WHERE news_item_id = item.id ORDER BY position)
      OR field_of_work_ids <> ARRAY(
        SELECT field_of_work_id FROM news_item_field_of_work WHERE news_item_id = item.id ORDER BY position)
      OR country_ids <> ARRAY(SELECT country_id FROM news_item_country WHERE news_item_id = item.id ORDER BY position)
      OR EXISTS (SELECT FROM news_item_country AS link WHERE news_item_id = item.id AND link.issued_key <> item.issued_key)
      OR NOT EXISTS (SELECT FROM searchable WHERE node_id = item.id)`);
  expect(errors.rows).toEqual([]);
  const { rows } = await client.query<Record<'title' | 'lead' | 'body' | 'field' | 'quote', string> & Offsets>(`
    SELECT title, lead, body, field, quote, start_offset, end_offset
    FROM country_mention JOIN news_item ON id = news_item_id`);
  expect(rows.length).toBeGreaterThan(count);
  for (const { field, quote, start_offset, end_offset, ...texts } of rows) {
    expect(texts[field.toLowerCase() as 'title'].slice(start_offset, end_offset)).toBe(quote);
  }
});

interface Offsets {
  start_offset: number;
  end_offset: number;
}
