/** The example operations in Apollo Client, whose cache keeps each node once. */
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

/** Reads on as a page does that shows more and more. */
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

it('relayStylePagination joins the pages of a node’s list to what direct pages give', async () => {
  const direct = await newsPageByPage(graph, 7);
  const seen = await scroll(newsOfCountry, 7, ({ country }: { country: { newsItems: Page } }) => country.newsItems);
  expect(seen).toEqual(direct.map((_, i) => direct.slice(0, i + 1).flat()));
  expect(direct.length).toBeGreaterThan(4);
});

it('relayStylePagination keeps the lists of two filters at the root apart', async () => {
  const about = (isoCode: string) => ({ where: { countries: { some: { isoCode: { eq: isoCode } } } } });
  const page = ({ newsItems }: { newsItems: Page }) => newsItems;
  const malta = await scroll(newsAtRoot, 10, page, about('MT'));
  const kazakhstan = await scroll(newsAtRoot, 10, page, about('KZ'));
  expect(malta.at(-1)).toEqual((await newsPageByPage(graph, 10)).flat());
  expect(new Set(kazakhstan.at(-1)).size).toBe(kazakhstan.at(-1)!.length);
});

it.each(exampleOperations.map(({ name, document }) => [name, document] as const))(
  '%s is read back from the cache as it came',
  async (_name, query) => {
    const { data } = await client.query({ query, fetchPolicy: 'network-only' });
    const again = await client.query({ query, fetchPolicy: 'cache-only' });
    expect(again.data).toEqual(data);
  },
);

it('the cache keeps each node once, by its id, whichever query it came with', async () => {
  await client.query({ query: parse('{ country(isoCode: "MT") { id name } }') });
  await client.query({ query: parse('{ countries(first: 100) { nodes { id capital } } }') });
  const kept = Object.entries(client.cache.extract() as Record<string, { capital?: string; name?: string }>);
  expect(kept.filter(([, node]) => node.capital === 'Valletta')).toEqual([
    [expect.stringMatching(/^ParticipatingState:/), expect.objectContaining({ name: 'Malta' })],
  ]);
});

it('names that are asked with a day do not replace those of today', async () => {
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
