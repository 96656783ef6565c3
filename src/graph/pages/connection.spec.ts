import { aNewsItem } from '../../content/news-item/news-item.fixture.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('empty');
  await graph.add(
    ...['2020', '2020-05', '2020-05-01', '2020-05-01', undefined, '2021-01-01', undefined].map((issuedOn, i) =>
      aNewsItem({ title: `Item ${i}`, ...(issuedOn && { issuedOn }) }),
    ),
  );
});
afterAll(() => graph.close());

const refusals: [string, string, RegExp][] = [
  ['first: 0', 'first: 0', /first: expected a whole number from 1 to 100, got 0/],
  ['first: -1', 'first: -1', /first: expected a whole number from 1 to 100, got -1/],
  ['first: 101', 'first: 101', /first: expected a whole number from 1 to 100, got 101/],
  ['last: 0', 'last: 0', /last: expected a whole number from 1 to 100, got 0/],
  ['first and last', 'first: 1, last: 1', /at most one of the arguments "first" and "last", got both/],
  ['a mangled cursor', 'after: "abc"', /after: expected a cursor issued by this server/],
  ['an empty cursor', 'before: ""', /before: expected a cursor issued by this server/],
];

it.each(refusals)('%s is rejected before any statement', async (_name, args, message) => {
  const { errors, statements } = await graph.ask(`{ newsItems(${args}) { nodes { id } } }`);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(errors![0]!.message).toMatch(message);
  expect(statements).toBe(0);
});

it('an error contains only message and code, no input or internals', async () => {
  const { errors } = await graph.ask('{ newsItems(first: 0) { nodes { id } } }');
  expect(errors![0]!.extensions).toEqual({ code: 'BAD_USER_INPUT' });
});

it('a cursor of one node’s list is rejected by the same list of another node', async () => {
  await graph.add(
    { type: 'FieldOfWork', slug: 'a', name: 'A', dimension: 'HUMAN' },
    { type: 'FieldOfWork', slug: 'b', name: 'B', dimension: 'HUMAN' },
    aNewsItem({ fieldsOfWork: ['a', 'b'] }),
  );
  const ofA = '{ fieldOfWork(slug: "a") { newsItems { pageInfo { endCursor } } } }';
  const data = await graph.data<{ fieldOfWork: { newsItems: { pageInfo: { endCursor: string } } } }>(ofA);
  const after = data.fieldOfWork.newsItems.pageInfo.endCursor;
  const query = `query ($slug: String, $after: String) { fieldOfWork(slug: $slug) { newsItems(after: $after) { nodes { id } } } }`;
  expect(await graph.data(query, { slug: 'a', after })).toEqual({ fieldOfWork: { newsItems: { nodes: [] } } });
  const { errors } = await graph.ask(query, { slug: 'b', after });
  expect(errors?.[0]?.message).toMatch(/this cursor belongs to another list/);
});

it('items without a date come last; the others sort by the first day their dates can denote', async () => {
  const { newsItems } = await graph.data<{ newsItems: { nodes: { issuedOn: string | null }[] } }>(
    '{ newsItems(where: { title: { startsWith: "Item" }, fieldsOfWork: { none: {} } }) { nodes { issuedOn } } }',
  );
  const dates = newsItems.nodes.map(({ issuedOn }) => issuedOn);
  expect(dates).toEqual(['2021-01-01', '2020-05-01', '2020-05-01', '2020-05', '2020', null, null]);
});

it('pageInfo describes the position of the page', async () => {
  const query = `query ($after: String) { newsItems(first: 4, after: $after, where: { fieldsOfWork: { none: {} } }) {
    edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  interface Data {
    newsItems: { edges: { cursor: string }[]; pageInfo: { endCursor: string } };
  }
  const { newsItems: first } = await graph.data<Data>(query);
  expect(first.pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: first.edges[0]!.cursor,
    endCursor: first.edges[3]!.cursor,
  });
  const { newsItems: second } = await graph.data<Data>(query, { after: first.pageInfo.endCursor });
  expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(second.edges).toHaveLength(3);
});

it('`last` reads the end of a list', async () => {
  const query = '{ newsItems(last: 2, orderBy: [{ field: TITLE }]) { nodes { title } pageInfo { hasPreviousPage } } }';
  const data = await graph.data<{ newsItems: { nodes: unknown[]; pageInfo: unknown } }>(query);
  expect(data.newsItems.pageInfo).toEqual({ hasPreviousPage: true });
  expect(data.newsItems.nodes).toHaveLength(2);
  expect(data.newsItems.nodes[0]).toEqual({ title: 'Item 6' });
});
