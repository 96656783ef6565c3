/** The example operations in urql with its normalised, schema-aware cache. */
import { Client, fetchExchange, type Exchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { introspectionFromSchema } from 'graphql';
import type { TestGraph } from '../test-graph.js';
import {
  apiSchema,
  exampleOperations,
  newsAtRoot,
  newsOfCountry,
  newsPageByPage,
  startExampleGraph,
  typesWithoutId,
  type Page,
} from './example-operations.fixture.js';

let graph: TestGraph & { endpoint: string };
beforeAll(async () => {
  graph = await startExampleGraph();
});
afterAll(() => graph.close());

const schema = introspectionFromSchema(apiSchema) as never;

let fetched: number;
let client: Client;
beforeEach(() => {
  fetched = 0;
  client = new Client({
    url: graph.endpoint,
    preferGetMethod: false,
    exchanges: [
      // As docs/clients.md shows it.
      cacheExchange({
        schema,
        keys: Object.fromEntries(typesWithoutId.map((name) => [name, () => null])),
        resolvers: {
          Query: { newsItems: relayPagination(), search: relayPagination() },
          ParticipatingState: { newsItems: relayPagination() },
          PartnerForCooperation: { newsItems: relayPagination() },
        },
      }),
      fetchExchange as Exchange,
    ],
    fetch: (input, init) => {
      fetched += 1;
      return fetch(input, init);
    },
  });
});

async function ask<Data>(query: string, variables: object = {}, requestPolicy?: 'cache-only'): Promise<Data> {
  const { data, error } = await client.query(query, variables, requestPolicy && { requestPolicy }).toPromise();
  if (error) throw error;
  return data as Data;
}

async function scroll<Data>(query: string, first: number, pageOf: (data: Data) => Page) {
  const seen: string[][] = [];
  for (let after: string | null = null; ;) {
    const page = pageOf(await ask<Data>(query, { first, after }));
    seen.push(page.edges.map(({ node }) => node!.slug));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) return seen;
  }
}

it('relayPagination merges the pages of a node’s list into the list read directly', async () => {
  const direct = await newsPageByPage(graph, 7);
  const seen = await scroll(newsOfCountry, 7, ({ country }: { country: { newsItems: Page } }) => country.newsItems);
  expect(seen).toEqual(direct.map((_, i) => direct.slice(0, i + 1).flat()));
});

it('relayPagination merges the pages of the root list', async () => {
  const seen = await scroll(newsAtRoot, 13, ({ newsItems }: { newsItems: Page }) => newsItems);
  const { newsItems } = await graph.data<{ newsItems: Page }>(newsAtRoot, { first: 100 });
  expect(seen.at(-1)).toEqual(newsItems.edges.map(({ node }) => node!.slug));
});

it.each(exampleOperations.map(({ name, text }) => [name, text] as const))(
  'urql reads %s from its cache as the server returned it, without a request',
  async (_name, query) => {
    const data = await ask(query);
    expect(fetched).toBe(1);
    expect(await ask(query, {}, 'cache-only')).toEqual(data);
    expect(fetched).toBe(1);
  },
);

it('urql finds a cached node by an interface without a request', async () => {
  await ask('{ country(isoCode: "MT") { id name capital } }');
  const { country } = await ask<{ country: object }>(
    '{ country(isoCode: "MT") { ... on Node { id } ... on Country { capital } } }',
    {},
    'cache-only',
  );
  expect(country).toMatchObject({ capital: 'Valletta' });
  expect(fetched).toBe(1);
});
