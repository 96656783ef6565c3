import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
});
afterAll(() => graph.close());

describe('a page of news with offices, host countries, countries and fields of work', () => {
  const query = `query ($first: Int) {
    newsItems(first: $first) {
      nodes { title issuedBy { name hostCountry { name } } countries { name isoCode } fieldsOfWork { name } }
    }
  }`;

  it.each([1, 3, 20])('costs one statement at %d items', async (first) => {
    const { data, statements } = await graph.ask<{ newsItems: { nodes: unknown[] } }>(query, { first });
    expect(data.newsItems.nodes).toHaveLength(first);
    expect(statements).toBe(1);
  });
});
