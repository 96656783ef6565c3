/** What every table of the graph must have in the database: who changes a row must not need to know what hangs on it. */
import type { DataSource } from 'typeorm';
import { aNewsItem } from '../src/content/news-item/news-item.fixture.js';
import { tableOf } from '../src/graph/entity-columns.js';
import { nouns } from '../src/graph/nouns/declare.js';
import type { Slice } from '../src/graph/slice.js';
import { slices } from '../src/slices.js';
import { startTestGraph, type TestGraph } from '../src/testing/test-graph.js';

let graph: TestGraph;
beforeAll(async () => (graph = await startTestGraph('organization')));
afterAll(() => graph.close());

/** Bits of `pg_trigger.tgtype`. */
const operations = { INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 };

interface Trigger {
  table: string;
  function: string;
  type: number;
}

const triggersOf = (dataSource: DataSource): Promise<Trigger[]> =>
  dataSource.query<Trigger[]>(
    `SELECT tgrelid::regclass::text AS table, tgfoid::regproc::text AS function, tgtype::integer AS type
     FROM pg_trigger WHERE NOT tgisinternal`,
  );

const tablesOf = ({ entities = [] }: Slice) => entities.map((entity) => graph.dataSource.getMetadata(entity).tableName);

/** Each pair of a table and an operation that none of some functions is told of. */
function untold(triggers: readonly Trigger[], tables: readonly string[], functions: RegExp): string[] {
  return tables.flatMap((table) =>
    Object.entries(operations)
      .filter(
        ([, bit]) =>
          !triggers.some((one) => one.table === table && functions.test(one.function) && (one.type & bit) > 0),
      )
      .map(([operation]) => `${table}: ${operation}`),
  );
}

/** Tables that only triggers write: what hangs on the changes of others needs no telling of its own. */
const derived = /^searchable/;

it('every change of a table of a slice is told to the processes that keep answers or the reference tables', async () => {
  const triggers = await triggersOf(graph.dataSource);
  const missing = slices.flatMap((slice) =>
    untold(
      triggers,
      tablesOf(slice).filter((table) => !derived.test(table)),
      slice.shelf ? /^notify_catalogue_changed$/ : /(^|_)content_changed$/,
    ),
  );
  expect(missing).toEqual([]);
});

it('every change of a node that can be searched reaches the rows of the search', async () => {
  const triggers = await triggersOf(graph.dataSource);
  const tables = nouns().flatMap(({ search, entity }) => (search ? [tableOf(entity)] : []));
  expect(tables.length).toBeGreaterThan(5);
  expect(untold(triggers, tables, /searchable$/)).toEqual([]);
});

describe('TRUNCATE', () => {
  const count = async () =>
    (await graph.data<{ newsItems: { totalCount: number } }>('{ newsItems { totalCount } }')).newsItems.totalCount;

  it('of news empties what is derived from them, and the same items can come again', async () => {
    const items = ['first', 'second'].map((slug) => aNewsItem({ slug, title: `A heron of ${slug}` }));
    await graph.add(...items);
    const before = await count();
    const rows = ['news_item_place', 'searchable_text', 'searchable_due'];
    await graph.dataSource.query('TRUNCATE news_item CASCADE');
    expect(await count()).toBe(0);
    for (const table of rows) expect(await graph.dataSource.query(`SELECT FROM ${table}`)).toEqual([]);
    expect(await graph.dataSource.query(`SELECT FROM searchable WHERE kind = 'NewsItem'`)).toEqual([]);
    await graph.add(...items);
    expect(await count()).toBe(2);
    expect(before).toBeGreaterThanOrEqual(2);
    const { search } = await graph.data<{ search: { nodes: object[] } }>(
      '{ search(query: "heron", types: [NEWS_ITEM]) { nodes { __typename } } }',
    );
    expect(search.nodes).toHaveLength(2);
  });

  it('of the links of news empties what their items and the filters show of them', async () => {
    await graph.add(aNewsItem({ issuedBy: ['secretariat'], fieldsOfWork: ['border-management'] }));
    await graph.dataSource.query('TRUNCATE news_item_office');
    const { newsItems } = await graph.data<{ newsItems: { totalCount: number; nodes: object[] } }>(`{
      newsItems(where: { issuedBy: { some: { slug: { eq: "secretariat" } } } }) { totalCount nodes { id } } }`);
    expect(newsItems).toEqual({ totalCount: 0, nodes: [] });
    const left = await graph.dataSource.query(`SELECT FROM news_item WHERE office_ids <> '{}'`);
    expect(left).toEqual([]);
  });
});
