/** The example operations in Apollo Client with its normalised cache. */
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { parse } from 'graphql';
import type { TestGraph } from '../test-graph.js';
import {
  exampleOperations,
  newsAtRoot,
  newsOfCountry,
  newsPageByPage,
  possibleTypes,
  startExampleGraph,
  type Page,
} from './example-operations.fixture.js';

let graph: TestGraph & { endpoint: string };
beforeAll(async () => {
  graph = await startExampleGraph();
});
afterAll(() => graph.close());

/** As docs/clients.md shows it. */
const makeClient = () =>
  new ApolloClient({
    link: new HttpLink({ uri: graph.endpoint }),
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies: {
        Query: {
          fields: {
            newsItems: relayStylePagination(['where', 'orderBy']),
            search: relayStylePagination(['query', 'types']),
          },
        },
        Country: { fields: { newsItems: relayStylePagination(['where', 'orderBy']) } },
      },
    }),
  });
type Client = ReturnType<typeof makeClient>;

let client: Client;
beforeEach(() => {
  client = makeClient();
});
afterEach(() => client.stop());

/** Fetches further pages as infinite scrolling does. */
async function scroll(query: string, first: number, pageOf: (data: never) => Page, variables: object = {}) {
  const document = parse(query);
  const observed = client.watchQuery({ query: document, variables: { ...variables, first } });
  const subscription = observed.subscribe({});
  await observed.refetch();
  const seen: string[][] = [];
  for (;;) {
    const page = pageOf(client.readQuery({ query: document, variables: { ...variables, first } }) as never);
    seen.push(page.edges.map(({ node }) => node!.slug));
    if (!page.pageInfo.hasNextPage) break;
    await observed.fetchMore({ variables: { after: page.pageInfo.endCursor } });
  }
  subscription.unsubscribe();
  return seen;
}

it('relayStylePagination merges the pages of a node’s list into the list read directly', async () => {
  const direct = await newsPageByPage(graph, 7);
  const seen = await scroll(newsOfCountry, 7, ({ country }: { country: { newsItems: Page } }) => country.newsItems);
  expect(seen).toEqual(direct.map((_, i) => direct.slice(0, i + 1).flat()));
  expect(direct.length).toBeGreaterThan(4);
});

it('relayStylePagination separates the root lists of two filters', async () => {
  const about = (isoCode: string) => ({ where: { countries: { some: { isoCode: { eq: isoCode } } } } });
  const page = ({ newsItems }: { newsItems: Page }) => newsItems;
  const malta = await scroll(newsAtRoot, 10, page, about('MT'));
  const kazakhstan = await scroll(newsAtRoot, 10, page, about('KZ'));
  expect(malta.at(-1)).toEqual((await newsPageByPage(graph, 10)).flat());
  expect(new Set(kazakhstan.at(-1)).size).toBe(kazakhstan.at(-1)!.length);
});

it.each(exampleOperations.map(({ name, document }) => [name, document] as const))(
  'Apollo Client reads %s from its cache as the server returned it',
  async (_name, query) => {
    const { data } = await client.query({ query, fetchPolicy: 'network-only' });
    const again = await client.query({ query, fetchPolicy: 'cache-only' });
    expect(again.data).toEqual(data);
  },
);

it('the cache of Apollo Client stores each node once, by its id, for all queries', async () => {
  await client.query({ query: parse('{ country(isoCode: "MT") { id name } }') });
  await client.query({ query: parse('{ countries(first: 100) { nodes { id capital } } }') });
  const stored = Object.entries(client.cache.extract() as Record<string, { capital?: string; name?: string }>);
  expect(stored.filter(([, node]) => node.capital === 'Valletta')).toEqual([
    [expect.stringMatching(/^ParticipatingState:/), expect.objectContaining({ name: 'Malta' })],
  ]);
});

it('names on a day do not replace current names in the cache of Apollo Client', async () => {
  const { data } = await client.query({ query: parse('{ country(isoCode: "TR") { id name } }') });
  await client.query({
    query: parse('{ organization(asOf: "2005") { participatingStates { id name(asOf: "2005") } } }'),
  });
  const again = await client.query({
    query: parse('{ country(isoCode: "TR") { id name } }'),
    fetchPolicy: 'cache-only',
  });
  expect(again.data).toEqual(data);
  expect(data).toMatchObject({ country: { name: 'Türkiye' } });
});
