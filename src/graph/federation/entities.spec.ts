import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodeId } from '../node-id.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';

let graph: TestGraph;
let slugs: string[];
beforeAll(async () => {
  graph = await startTestGraph('organization');
  const { newsItems } = await graph.data<{ newsItems: { nodes: { slug: string }[] } }>(
    '{ newsItems(first: 3) { nodes { slug } } }',
  );
  slugs = newsItems.nodes.map(({ slug }) => slug);
});
afterAll(() => graph.close());

const query = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on NewsItem { slug }
    ... on Country { slug }
    ... on Office { slug }
    ... on Event { slug }
    ... on Project { slug }
  }
}`;

type Entity = { __typename: string; slug?: string } | null;
const resolve = (representations: unknown) => graph.ask<{ _entities: Entity[] } | null>(query, { representations });
const entitiesOf = async (...representations: unknown[]) => {
  const { data, errors } = await resolve(representations);
  expect(errors).toBeUndefined();
  return data!._entities;
};

describe('a reference', () => {
  it.each([
    ['a country by its code', { __typename: 'ParticipatingState', isoCode: 'MT' }, 'ParticipatingState', 'malta'],
    ['a country by its slug', { __typename: 'ParticipatingState', slug: 'malta' }, 'ParticipatingState', 'malta'],
    ['a country by its id', { __typename: 'Country', id: nodeId('Country', 'malta') }, 'ParticipatingState', 'malta'],
    ['the interface Country', { __typename: 'Country', isoCode: 'JP' }, 'PartnerForCooperation', 'japan'],
    ['the interface Office', { __typename: 'Office', slug: 'secretariat' }, 'OrganizationBody', 'secretariat'],
  ])('finds %s', async (_name, representation, typeName, slug) => {
    expect(await entitiesOf(representation)).toEqual([{ __typename: typeName, slug }]);
  });

  it('a reference may contain fields that are not keys, and unknown keys besides a known one', async () => {
    const representation = { __typename: 'Country', isoCode: 'MT', id: null, name: 'Malta', extra: { deep: [1] } };
    expect(await entitiesOf(representation)).toMatchObject([{ slug: 'malta' }]);
  });

  it.each([
    ['an unknown id', { __typename: 'NewsItem', id: nodeId('NewsItem', 'no such item') }],
    ['an id of another kind', { __typename: 'NewsItem', id: nodeId('Country', 'malta') }],
    ['a text that is not an id', { __typename: 'NewsItem', id: "'; DROP TABLE news_item; --" }],
    ['a slug that is not known', { __typename: 'NewsItem', slug: 'no-such-item' }],
    ['a slug that no database can hold', { __typename: 'NewsItem', slug: 'a\0b' }],
    ['half a character', { __typename: 'Event', slug: 'a\ud800' }],
    ['another type than the node has', { __typename: 'PartnerForCooperation', isoCode: 'MT' }],
  ])('of %s gives null', async (_name, representation) => {
    expect(await entitiesOf(representation)).toEqual([null]);
  });

  it.each([
    ['without a type', { isoCode: 'MT' }, 'got none'],
    ['with a type that is not a string', { __typename: 5, isoCode: 'MT' }, 'got none'],
    ['of an unknown type', { __typename: 'Ministry', id: '1' }, 'got "Ministry"'],
    ['of a type that is no entity', { __typename: 'PageInfo', id: '1' }, 'got "PageInfo"'],
    ['of a name that all objects have', { __typename: '__proto__', id: '1' }, 'got "__proto__"'],
    ['without a key', { __typename: 'Country', name: 'Malta' }, '"id", "slug", "isoCode" of Country'],
    ['with a key that is no text', { __typename: 'Office', slug: { eq: 'secretariat' } }, '"id", "slug" of Office'],
    ['with a list for a key', { __typename: 'Office', slug: ['secretariat'] }, '"id", "slug" of Office'],
    ['that is no object', 'ParticipatingState', 'got none'],
    ['that is a list', [{ __typename: 'Country', isoCode: 'MT' }], 'got none'],
  ])('%s has an error of its own, and the others their answers', async (_name, faulty, text) => {
    const fine = { __typename: 'Country', isoCode: 'MT' };
    const { data, errors } = await resolve([fine, faulty, fine]);
    expect(data?._entities.map((entity) => entity?.slug)).toEqual(['malta', undefined, 'malta']);
    expect(errors).toEqual([
      expect.objectContaining({ path: ['_entities', 1], extensions: { code: 'BAD_USER_INPUT' } }),
    ]);
    expect(errors![0]!.message).toContain(text);
  });
});

it('references are resolved in order, including duplicates', async () => {
  const [first, second] = slugs;
  const order = [second, first, 'no-such-item', second, second, first];
  const entities = await entitiesOf(...order.map((slug) => ({ __typename: 'NewsItem', slug })));
  expect(entities.map((entity) => entity?.slug)).toEqual([second, first, undefined, second, second, first]);
});

it.each([1, 3, 1_000])('%d references of one type by one key cost one statement', async (count) => {
  const references = Array.from({ length: count }, (_, i) => ({
    __typename: 'NewsItem',
    slug: slugs[i] ?? `no-such-item-${i}`,
  }));
  const { data, statements } = await resolve(references);
  expect(data!._entities.filter(Boolean)).toHaveLength(Math.min(count, slugs.length));
  expect(statements).toBe(1);
});

it('references of three types cost three statements, and references to the catalogue none', async () => {
  const { statements } = await resolve(
    ['NewsItem', 'Event', 'Project', 'Country', 'Office', 'FieldOfWork'].flatMap((__typename) =>
      Array.from({ length: 30 }, (_, i) => ({ __typename, slug: `no-such-node-${i}` })),
    ),
  );
  expect(statements).toBe(3);
});

it('more than 1,000 different references are rejected', async () => {
  const { data, errors } = await resolve(
    Array.from({ length: 1_001 }, (_, i) => ({ __typename: 'Country', isoCode: `M${i}` })),
  );
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
});

it('a null list of references is rejected', async () => {
  expect((await resolve(null)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

describe('when the database fails', () => {
  beforeEach(() => void jest.spyOn(graph.database, 'rows').mockRejectedValue(new Error('secret of the inside')));
  afterEach(() => jest.restoreAllMocks());

  it('each reference gets its own error, and references to the catalogue are resolved while the database fails', async () => {
    const { errors } = await resolve([
      { __typename: 'NewsItem', slug: slugs[0] },
      { __typename: 'Ministry', id: '1' },
      { __typename: 'Country', isoCode: 'MT' },
    ]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      expect.arrayContaining([
        [['_entities', 0], 'INTERNAL_SERVER_ERROR'],
        [['_entities', 1], 'BAD_USER_INPUT'],
      ]),
    );
    expect(JSON.stringify(errors)).not.toContain('secret');
  });
});

it.each(['__proto__', 'constructor'])('a representation with the key %s does not pollute prototypes', async (key) => {
  const body = `{"query":${JSON.stringify(query)},"variables":{"representations":[{"__typename":"Country","isoCode":"MT","${key}":{"prototype":{"polluted":true},"polluted":true}}]}}`;
  const response = await graph.server.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect([200, 400]).toContain(response.statusCode);
  expect(({} as { polluted?: true }).polluted).toBeUndefined();
  expect(await entitiesOf({ __typename: 'Country', isoCode: 'MT' })).toMatchObject([{ slug: 'malta' }]);
});

it.each([
  [
    'in the document',
    {
      query: '{ _entities(representations: [{ __typename: "Country", __proto__: { isoCode: "MT" } }]) { __typename } }',
    },
  ],
  [
    'in the address',
    { query, variables: '{"representations":[{"__typename":"Country","__proto__":{"isoCode":"MT"}}]}' },
  ],
])('inherited properties of a representation are not keys, %s', async (_place, params: Record<string, string>) => {
  const response = await graph.server.app.inject({
    url: `/graphql?${new URLSearchParams(params).toString()}`,
    headers: { 'apollo-require-preflight': 'true' },
  });
  expect(response.json()).toMatchObject({
    data: { _entities: [null] },
    errors: [{ path: ['_entities', 0], extensions: { code: 'BAD_USER_INPUT' } }],
  });
  expect(({} as { isoCode?: string }).isoCode).toBeUndefined();
});

describe('a reference whose lookup fails, before one of an unknown type,', () => {
  const exitOf = (resolver: string) =>
    spawnSync(process.execPath, ['-r', 'esbuild-register', join(__dirname, 'stock-entities.fixture.ts'), resolver], {
      encoding: 'utf8',
    });

  it('a failing lookup before an unknown type does not end the process', () => {
    expect(exitOf('own')).toMatchObject({ status: 0, stderr: '' });
  });

  it('the stock resolver of @apollo/subgraph would end the process (if not, ours can be removed)', () => {
    const { status, stderr } = exitOf('stock');
    expect(status).toBe(1);
    expect(stderr).toContain('The database is away.');
  });
});
