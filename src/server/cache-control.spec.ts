import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { Kind, parse, print, visit } from 'graphql';
import { exampleOperations } from '../testing/clients/example-operations.fixture.js';
import { contextMaker, type GraphContext } from '../graph/context.js';
import { queriesOfTheGraph } from '../graph/federation/gateway-queries.fixture.js';
import { buildGraphSchema, sdlOf } from '../graph/schema/build.js';
import { nodeId } from '../graph/node-id.js';
import { assembled } from '../slices.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
});
afterAll(() => graph.close());

interface Sent {
  query: string;
  variables?: object | undefined;
}
const post = (payload: Sent, headers: Record<string, string> = {}) =>
  graph.server.app.inject({ method: 'POST', url: '/graphql', payload, headers });
const kept = async (payload: Sent, headers?: Record<string, string>) =>
  (await post(payload, headers)).headers['cache-control'];

describe('Cache-Control', () => {
  it.each([
    [
      'types that rarely change have a long max-age',
      '{ countries { nodes { name } } office(slug: "secretariat") { name } }',
      600,
    ],
    ['news has a short max-age', '{ newsItems(first: 1) { nodes { title } } }', 60],
    [
      'the shortest max-age of all selected types applies',
      '{ country(isoCode: "MT") { name newsItems { totalCount } } }',
      60,
    ],
    [
      'the shortest max-age applies to types in fragments too',
      '{ country(isoCode: "MT") { ...a } } fragment a on Country { newsItems { totalCount } }',
      60,
    ],
    [
      'nested values inherit the max-age of their parent',
      '{ country(isoCode: "MT") { names { name } participationOn(date: "2000") { status } } }',
      600,
    ],
    ['node() has the max-age of news', `{ node(id: "${nodeId('Country', 'malta')}") { id } }`, 60],
    [
      'navigation and organization have a long max-age',
      '{ navigation { label node { id } } organization { name } }',
      600,
    ],
    [
      'entities have the max-age of their type',
      '{ _entities(representations: [{ __typename: "Country", isoCode: "MT" }]) { ... on Country { name } } }',
      600,
    ],
    [
      'entities of several types have the shortest max-age',
      '{ _entities(representations: []) { ... on Country { name } ... on NewsItem { title } } }',
      60,
    ],
    ['a lookup that returns null is cacheable', '{ newsItem(slug: "nothing-there") { title } }', 60],
  ])('%s', async (_rule, query, seconds) => {
    expect(await kept({ query })).toBe(`max-age=${seconds}, public`);
  });

  it.each([
    ['an answer with an error', '{ country(isoCode: "MT") { name } office { name } }'],
    [
      'an answer with an error of one entity',
      '{ _entities(representations: [{ __typename: "Country" }]) { ... on Country { name } } }',
    ],
    ['a query that is not valid', '{ nothing }'],
    ['a document that does not parse', '{'],
    ['the SDL', '{ _service { sdl } }'],
    ['introspection', '{ __schema { types { name } } }'],
    ['a query without fields of the content', '{ __typename }'],
  ])('%s has Cache-Control: no-store', async (_what, query) => {
    expect(await kept({ query })).toBe('no-store');
  });

  it('an answer with an internal error has Cache-Control: no-store', async () => {
    const spy = jest.spyOn(graph.database, 'rows').mockRejectedValue(new Error('down'));
    expect(await kept({ query: '{ newsItems { nodes { title } } country(isoCode: "MT") { name } }' })).toBe('no-store');
    spy.mockRestore();
  });

  it('an answer to a request with credentials has Cache-Control: private', async () => {
    const query = '{ country(isoCode: "MT") { name } }';
    expect(await kept({ query }, { authorization: 'Bearer x' })).toBe('max-age=600, private');
    const url = `/graphql?query=${encodeURIComponent(query)}`;
    const get = async (headers: Record<string, string>) =>
      (await graph.server.app.inject({ url, headers: { 'apollo-require-preflight': '1', ...headers } })).headers[
        'cache-control'
      ];
    expect(await get({})).toBe('max-age=600, public');
    expect(await get({ 'router-authorization': 'x' })).toBe('max-age=600, private');
    // A router asks with POST, and keeps what is public.
    expect(await kept({ query }, { 'router-authorization': 'x' })).toBe('max-age=600, public');
  });
});

describe("Apollo Server's own plugin", () => {
  let stock: ApolloServer<GraphContext>;
  beforeAll(async () => {
    stock = new ApolloServer<GraphContext>({
      schema: buildGraphSchema(assembled),
      plugins: [ApolloServerPluginInlineTraceDisabled()],
      stopOnTerminationSignals: false,
    });
    await stock.start();
  });
  afterAll(() => stock.stop());

  const makeContext = contextMaker(assembled.loaders);
  const { nodeSources } = assembled;
  const asked: [string, Sent][] = [
    ...exampleOperations.map(({ name, text }): [string, Sent] => [name, { query: text }]),
    ...Object.entries(queriesOfTheGraph),
  ];
  const secondsOf = (header: unknown) => Number(/max-age=(\d+)/.exec(String(header))?.[1] ?? 0);

  it("Apollo Server's cache-control plugin computes the same policy from the schema hints", async () => {
    const differing: string[] = [];
    for (const [name, payload] of asked) {
      const contextValue = makeContext({
        catalogue: graph.catalogue.current,
        reader: graph.database,
        requestId: '',
        nodeSources,
      });
      const { http } = await stock.executeOperation(payload as never, { contextValue });
      const [theirs, ours] = [secondsOf(http.headers.get('cache-control')), secondsOf(await kept(payload))];
      if (theirs !== ours) differing.push(`${name}: ${theirs}, ${ours}`);
    }
    expect(differing).toEqual([]);
  });
});

describe('cache tags', () => {
  const asking = { 'graph-cache-tags': '1' };
  const tagsOf = async (query: string, variables?: object) =>
    (await post({ query, variables }, asking)).json<{ extensions?: Record<string, unknown> }>().extensions;

  it('cache tags are returned only on request', async () => {
    const query = '{ country(isoCode: "MT") { name } }';
    expect((await post({ query })).json()).toEqual({ data: { country: { name: 'Malta' } } });
    expect(await tagsOf(query)).toEqual({ apolloCacheTags: ['Country'] });
  });

  it('cache tags of root fields are the kinds in the answer', async () => {
    expect(await tagsOf('{ newsItems { nodes { title issuedBy { name } fieldsOfWork { name } } } }')).toEqual({
      apolloCacheTags: ['FieldOfWork', 'NewsItem', 'Office'],
    });
    expect(await tagsOf('{ coverage(by: COUNTRY) { nodeCount } }')).toEqual({
      apolloCacheTags: [
        'Chairpersonship',
        'Country',
        'Event',
        'EventSeries',
        'FieldOfWork',
        'NewsItem',
        'Office',
        'Project',
      ],
    });
  });

  it('cache tags of entities are one list per representation, in order', async () => {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Country { name } ... on Office { hostCountry { name } } } }`;
    const malta = nodeId('Country', 'malta');
    const office = nodeId('Office', 'mission-to-montenegro');
    expect(
      await tagsOf(query, {
        representations: [
          { __typename: 'Office', slug: 'mission-to-montenegro' },
          { __typename: 'Country', isoCode: 'XX' },
          { __typename: 'ParticipatingState', isoCode: 'MT' },
        ],
      }),
    ).toEqual({
      apolloEntityCacheTags: [
        ['Office', `Office:${office}`, 'Country'],
        ['Country', 'Office'],
        ['Country', `Country:${malta}`, 'Office'],
      ],
    });
  });

  it('an uncacheable answer has no cache tags', async () => {
    expect(await tagsOf('{ country(isoCode: "MT") { name } office { name } }')).toBeUndefined();
  });

  it('cache tags match @cacheTag in the Federation 2.12 schema', async () => {
    const declared = new Map<string, string[]>();
    visit(parse(sdlOf(assembled, { version: '2.12', nodeQuery: true })), {
      enter: (node) => {
        if (node.kind !== Kind.FIELD_DEFINITION && node.kind !== Kind.OBJECT_TYPE_DEFINITION) return;
        const tags = (node.directives ?? []).filter(({ name }) => name.value === 'cacheTag').map(print);
        if (tags.length > 0) declared.set(node.name.value, tags.sort());
      },
    });
    const directives = (tags: unknown) => (tags as string[]).map((tag) => `@cacheTag(format: "${tag}")`);
    expect(declared.get('ParticipatingState')).toEqual(directives(['Country']));
    for (const [root, selection] of [
      ['navigation', '{ label }'],
      ['newsItem', '(slug: "x") { slug }'],
      ['officesBySlugs', '(slugs: []) { slug }'],
      ['newsItems', '{ totalCount }'],
    ] as const) {
      const { apolloCacheTags } = (await tagsOf(`{ ${root} ${selection} }`))!;
      expect([root, declared.get(root)]).toEqual([root, directives(apolloCacheTags)]);
    }
  });
});
