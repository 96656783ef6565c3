import { aNewsItem } from '../../content/news-item/news-item.fixture.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { derivedData } from './derived-data.js';
import { differenceOf, rebuildDerived } from './rebuild.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  await graph.add(
    aNewsItem({ slug: 'spoilt', title: 'A heron of Malta', issuedBy: ['secretariat'], issuedOn: '2020-01-02' }),
  );
});
afterAll(() => graph.close());

async function differing(): Promise<string[]> {
  const all = await Promise.all(derivedData().map((derived) => differenceOf(graph.dataSource, derived)));
  return all.filter(({ count }) => count > 0).map(({ name }) => name);
}

/** Runs a statement that no trigger sees, as a faulty restore or a bug would. */
const spoil = (statement: string) =>
  graph.dataSource.transaction(async (manager) => {
    const tables = ['news_item', 'news_item_office', 'project', 'event'];
    for (const table of tables) await manager.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await manager.query(statement);
    for (const table of tables) await manager.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  });

it('the derived data of an imported graph agrees with its source', async () => {
  expect(await differing()).toEqual([]);
});

const spoilings: [string, string, string[]][] = [
  [
    'ids of a link table',
    `UPDATE news_item SET office_ids = '{}' WHERE slug = 'spoilt'`,
    ['news_item.office_ids', 'places and bitmaps of news'],
  ],
  ['the date of links', `UPDATE news_item_office SET issued_key = '1999'`, ['news_item_office.issued_key']],
  ['a lost place', 'DELETE FROM news_item_place', ['places and bitmaps of news']],
  ['bits of nothing', `UPDATE news_item_bits SET bits = ~bits WHERE field = 'kind'`, ['places and bitmaps of news']],
  ['a lost row of the search', `DELETE FROM searchable WHERE kind = 'NewsItem'`, ['search rows of news']],
  [
    'a row of the search too many',
    `DELETE FROM event_field_of_work; DELETE FROM event WHERE NOT EXISTS (SELECT FROM news_item_event AS l WHERE l.event_id = id)`,
    ['search rows of event'],
  ],
  ['old words', `UPDATE project SET name = 'Anew'`, ['search rows of project']],
];

it.each(spoilings)('differing %s are found and rebuilt', async (_, statement, expected) => {
  await spoil(statement);
  expect(await differing()).toEqual(expected);
  const rebuilt: string[] = [];
  await rebuildDerived(graph.dataSource, ({ name, count }) => count > 0 && rebuilt.push(name));
  expect(await differing()).toEqual([]);
  // What was made of derived data that was wrong agrees with it once that is right.
  for (const name of rebuilt) expect(expected).toContain(name);
  const { newsItems } = await graph.data<{ newsItems: { totalCount: number; nodes: { slug: string }[] } }>(
    '{ newsItems(where: { issuedBy: { some: { slug: { eq: "secretariat" } } }, search: "heron" }) { totalCount nodes { slug } } }',
  );
  expect(newsItems).toEqual({ totalCount: 1, nodes: [{ slug: 'spoilt' }] });
});
