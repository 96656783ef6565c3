import type { DataSource } from 'typeorm';
import { generateGraph, randomNumbers, storeGraph } from '../../graph/where/generated-graph.fixture.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';

const generated = generateGraph(1973);
const ids = generated.NewsItem.map(({ id }) => id);

let graph: TestGraph;
let query: DataSource['query'];
beforeAll(async () => {
  graph = await startTestGraph('empty');
  query = graph.dataSource.query.bind(graph.dataSource) as never;
  // Items get positions at the end of one block and the start of the next.
  await query('ALTER SEQUENCE news_item_place_number RESTART WITH 8170');
  await storeGraph(generated, { query: query as never });
});
afterAll(() => graph.close());

const pairs = async (statement: string) => (await query<{ pair: string }[]>(statement)).map(({ pair }) => pair).sort();

/** The values of the items, and those recorded in the bitmaps. */
const ofItems = () =>
  pairs(`SELECT DISTINCT item.id || ' ' || own.field || ' ' || own.value AS pair FROM news_item AS item,
    LATERAL news_item_values(kind, issued_on, office_ids, country_ids, field_of_work_ids) AS own`);
const ofBitmaps = () =>
  pairs(`SELECT news_item_id || ' ' || field || ' ' || value AS pair
    FROM news_item_bits JOIN news_item_place USING (block) WHERE get_bit(bits, bit) = 1`);

async function expectBitmapsToMatchItems() {
  expect(await ofBitmaps()).toEqual(await ofItems());
  const [{ bits, dates }] = await query<[{ bits: number; dates: number }]>(`
    SELECT (SELECT sum(bit_count(bits)) FROM news_item_bits)::integer AS bits,
      (SELECT count(*) FROM news_item JOIN news_item_place ON news_item_id = id
        WHERE news_item.issued_on IS NOT DISTINCT FROM news_item_place.issued_on)::integer AS dates`);
  // No bits remain of deleted items.
  expect(bits).toBe((await ofItems()).length);
  expect(dates).toBe((await query<object[]>('SELECT FROM news_item')).length);
}

describe('the bitmaps of news items', () => {
  const random = randomNumbers(8_192);
  const someIds = () => ids.filter(() => random() < 0.2);
  const changes: Record<string, string> = {
    'other offices': `UPDATE news_item SET office_ids = office_ids[2:] || ARRAY(SELECT id FROM office LIMIT 1) WHERE id = ANY($1)`,
    'no countries': `UPDATE news_item SET country_ids = '{}' WHERE id = ANY($1)`,
    'another kind and date': `UPDATE news_item SET kind = 'SPOT_REPORT', issued_on = '2011-02' WHERE id = ANY($1)`,
    'no date': `UPDATE news_item SET issued_on = NULL WHERE id = ANY($1)`,
    'another text': `UPDATE news_item SET body = 'x' WHERE id = ANY($1)`,
    'no change': `UPDATE news_item SET id = id WHERE id = ANY($1)`,
    deletion: `DELETE FROM news_item WHERE id = ANY($1)`,
    'an upsert of existing and deleted items': `INSERT INTO news_item (id, slug, title, kind, issued_on)
      SELECT id, id, 'x', 'NEWS', '2010-10-10' FROM unnest($1::uuid[]) AS id
      ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, issued_on = excluded.issued_on`,
  };

  it('the bitmaps match the items after they were written to two blocks', async () => {
    await expectBitmapsToMatchItems();
    expect(await query('SELECT DISTINCT block FROM news_item_bits')).toHaveLength(2);
  });

  it.each(Object.entries(changes))(
    'the bitmaps match the items after statements that set or perform: %s',
    async (_, statement) => {
      for (let i = 0; i < 3; i += 1) await query(statement, [someIds()]);
      await expectBitmapsToMatchItems();
    },
  );

  it('the bitmaps match the items after concurrent writes', async () => {
    const statements = Object.values(changes).map((statement) => query(statement, [someIds().sort()]));
    await Promise.allSettled(statements);
    await expectBitmapsToMatchItems();
  });
});
