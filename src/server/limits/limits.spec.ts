/** The limits on a single query: what is just allowed is answered, what is one more is refused before any statement. */
import { getIntrospectionQuery, type GraphQLFormattedError } from 'graphql';
import { readEnvironment } from '../../settings/environment.js';
import { nodeId } from '../../graph/node-id.js';
import { startTestGraph, type Answer, type TestGraph } from '../../testing/test-graph.js';
import type { GraphServer } from '../graph-server.js';
import type { RefusalReason } from './query-limits.js';

const refusals: RefusalReason[] = [];
const { limits } = readEnvironment({});
let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization', { onRefused: (reason) => refusals.push(reason) });
});
afterAll(() => graph.close());

const askOf = async ({ app }: GraphServer, query: string) => {
  const response = await app.inject({ method: 'POST', url: '/graphql', payload: { query } });
  return response.json<Omit<Answer<unknown>, 'statements'>>();
};

const times = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');
const nested = (depth: number, field: string) => `${`${field} { `.repeat(depth - 1)}label${' }'.repeat(depth - 1)}`;
const officeFields = ['predecessors', 'successors', 'partOf'];
const offices = (depth: number) =>
  `{ office(slug: "a") ${times(depth - 2, (i) => `{ ${officeFields[i % 3]!}`)} { id ${'} '.repeat(depth - 1)}}`;
/** A document of some tokens. */
const ids = (tokens: number) =>
  `{ newsItems(where: { id: { in: [${times(tokens - 23, () => '"a"')}] } }) { nodes { id } } }`;
const aliases = (atRoot: number, below: number) =>
  `{ ${times(atRoot, (i) => `a${i}: __typename`)} country(slug: "malta") { ${times(below, (i) => `b${i}: __typename`)} } }`;
const included = (count: number) =>
  `{ country(slug: "malta") { ${times(count, () => '... @include(if: true) { name }')} } }`;
const roots = (count: number) => `{ ${times(count, () => '__typename')} }`;
const pages = (size: number) =>
  `{ countries(first: ${size}) { nodes { newsItems(first: ${size}) { nodes { id } } } } }`;

describe.each<[RefusalReason, string, string, number, number]>([
  ['tokens', ids(2_000), ids(2_001), 2_000, 2_001],
  ['depth', offices(12), offices(13), 12, 13],
  ['aliases', aliases(19, 11), aliases(19, 12), 30, 31],
  ['directives', included(20), included(21), 20, 21],
  ['rootFields', roots(20), roots(21), 20, 21],
  ['recursion', `{ navigation { ${nested(5, 'children')} } }`, `{ navigation { ${nested(6, 'children')} } }`, 4, 5],
  ['cost', pages(99), pages(100), 10_000, 10_201],
])('%s', (limit, allowed, refused, most, received) => {
  it(`a document with ${limit} of ${most} is answered`, async () => {
    const { errors } = await graph.ask(allowed);
    expect(errors).toBeUndefined();
  });

  it(`a document with ${limit} of ${received} is rejected before any statement, with the limit and the value`, async () => {
    refusals.length = 0;
    const { data, errors, statements } = await graph.ask(refused);
    expect({ data, statements }).toEqual({ data: undefined, statements: 0 });
    expect(errors).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit, allowed: most, received } } },
    ]);
    expect(errors![0]!.message).toContain(`${limit}: expected at most ${most}, got ${received}.`);
    expect(refusals).toEqual([limit]);
  });
});

describe('documents that are rejected before parsing', () => {
  it.each([
    ['braces', '{a'.repeat(101)],
    ['brackets of lists', `{ a(b: ${'['.repeat(101)}`],
    ['brackets of types', `query ($a: ${'['.repeat(101)}`],
  ])('a document with %s nested deeper than 100 is rejected before it is parsed', async (_name, query) => {
    const { errors } = await graph.ask(query);
    expect(errors).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit: 'brackets', received: 101 } } },
    ]);
  });

  it('a document with 500,000 brackets is rejected and does not crash the server', async () => {
    const { errors } = await graph.ask('{a'.repeat(250_000));
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
    await graph.data('{ __typename }');
  });

  it.each([
    ['U+0000', '{ country(slug: "a\\u0000b") { id } }'],
    ['U+0000 in a block', '{ country(slug: """a\0b""") { id } }'],
  ])('a document with a string that PostgreSQL cannot store is rejected: %s', async (_name, query) => {
    const { errors, statements } = await graph.ask(query);
    expect(errors).toHaveLength(1);
    expect(['BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED']).toContain(errors![0]!.extensions.code);
    expect(statements).toBe(0);
  });
});

describe('fragments are counted where they are used', () => {
  const elevenAliases = `fragment A on Country { ${times(11, (i) => `a${i}: name`)} }`;

  it('aliases in a fragment count once for each spread', async () => {
    const query = `{ countriesByIsoCodes(isoCodes: ["MT"]) { ...A } country(slug: "a") { ...A } countries { nodes { ...A } } } ${elevenAliases}`;
    const { errors } = await graph.ask(query);
    expect(errors).toMatchObject([{ extensions: { exceeded: { limit: 'aliases', received: 33 } } }]);
  });

  it('the depth of a fragment counts where it is spread', async () => {
    const query = `{ ...A } ${times(12, (i) => `fragment ${'ABCDEFGHIJKLM'[i]!} on ${i === 0 ? 'Query' : 'Office'} { ${i === 0 ? 'office(slug: "a")' : ['parts', 'partOf', 'successors', 'predecessors'][i % 4]!} { ...${'ABCDEFGHIJKLM'[i + 1]!} } }`)} fragment M on Office { id }`;
    const { errors } = await graph.ask(query);
    expect(errors).toMatchObject([{ extensions: { exceeded: { limit: 'depth', received: 13 } } }]);
  });

  it('fragment cycles are rejected', async () => {
    const { errors } = await graph.ask('{ navigation { ...A } } fragment A on NavigationEntry { children { ...A } }');
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('a path that alternates between two types is rejected above the recursion limit', async () => {
    const round = (count: number): string =>
      count === 0
        ? 'id'
        : `newsItems(first: 1) { nodes { ${count % 2 ? 'countries' : 'issuedBy'} { ${round(count - 1)} } } }`;
    const generous = await graph.serve({ limits: { ...limits, depth: 100 } });
    try {
      expect((await askOf(generous, `{ country(slug: "a") { ${round(4)} } }`)).errors).toBeUndefined();
      expect((await askOf(generous, `{ country(slug: "a") { ${round(5)} } }`)).errors).toMatchObject([
        { extensions: { exceeded: { limit: 'recursion', received: 5 } } },
      ]);
    } finally {
      await generous.close();
    }
  });
});

describe('fragments that spread each other twice, 150 deep', () => {
  const doubled = (type: string) =>
    times(150, (i) => `fragment F${i} on ${type} { __typename ${i < 149 ? `...F${i + 1} ...F${i + 1}` : ''} }`);

  it('nested duplicate fragments on an object take linear time', async () => {
    await graph.data(`{ country(isoCode: "MT") { ...F0 } } ${doubled('Country')}`);
  });

  it('nested duplicate fragments on a page take linear time', async () => {
    await graph.data(`{ newsItems { nodes { ...F0 } } } ${doubled('NewsItem')}`);
  });

  it('nested duplicate fragments on Query take linear time with a router secret', async () => {
    const federated = await graph.serve({ routerSecret: 'a secret of some length' });
    try {
      const { errors } = await askOf(federated, `{ ...F0 } ${doubled('Query')}`);
      expect(errors).toMatchObject([{ extensions: { exceeded: { limit: 'rootFields' } } }]);
    } finally {
      await federated.close();
    }
  });
});

describe('the size of a page', () => {
  it.each([
    ['written out', '{ newsItems(first: 101) { nodes { id } } }', {}],
    ['in a variable', 'query ($n: Int) { newsItems(first: $n) { nodes { id } } }', { n: 101 }],
    ['as the default of a variable', 'query ($n: Int = 101) { newsItems(first: $n) { nodes { id } } }', {}],
    ['from the end', 'query ($n: Int) { countries { nodes { newsItems(last: $n) { nodes { id } } } } }', { n: 101 }],
    ['of what was searched', 'query ($n: Int) { search(query: "a", first: $n) { nodes { id } } }', { n: 101 }],
  ])('the page size is checked before any statement: %s', async (_name, query, variables) => {
    const { data, errors, statements } = await graph.ask(query, variables);
    expect({ data, statements }).toEqual({ data: undefined, statements: 0 });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors![0]!.message).toMatch(/(first|last): expected a whole number from 1 to 100, got 101/);
  });

  it('the maximum page size can be lowered', async () => {
    const strict = await graph.serve({ limits: { ...limits, pageSize: 50 } });
    try {
      const { errors } = await askOf(strict, '{ newsItems(first: 51) { nodes { id } } }');
      expect(errors![0]!.message).toContain('from 1 to 50, got 51');
    } finally {
      await strict.close();
    }
  });

  it.each([
    ['newsItems', ''],
    ['newsItems', '(first: null)'],
    ['search', '(query: "a")'],
  ])('a maximum page size below the default page size applies to %s%s', async (field, args) => {
    const strict = await graph.serve({ limits: { ...limits, pageSize: 10 } });
    try {
      const { errors } = await askOf(strict, `{ ${field}${args} { nodes { id } } }`);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors![0]!.message).toContain('from 1 to 10, got none, which stands for 20');
      const small = await askOf(strict, '{ newsItems(first: 10) { nodes { id } } }');
      expect(small.errors).toBeUndefined();
    } finally {
      await strict.close();
    }
  });
});

it('filters with more than 500 conditions are rejected', async () => {
  const query = 'query ($w: NewsItemWhere) { newsItems(where: $w) { nodes { id } } }';
  const filter = (count: number) => ({ w: { or: Array.from({ length: count }, () => ({ slug: { eq: 'a' } })) } });
  expect((await graph.ask(query, filter(249))).errors).toBeUndefined();
  const { errors, statements } = await graph.ask(query, filter(250));
  expect(errors).toMatchObject([{ extensions: { exceeded: { limit: 'conditions', allowed: 500, received: 501 } } }]);
  expect(statements).toBe(0);
});

describe('variables', () => {
  const query =
    'query ($w: NewsItemWhere, $s: String) { newsItems(where: $w) { nodes { id } } country(slug: $s) { id } }';
  const deep = (depth: number): object => (depth === 0 ? {} : { not: deep(depth - 1) });

  it('variables nested deeper than 32 are rejected, however deep', async () => {
    for (const depth of [32, 2_000]) {
      const { errors } = await graph.ask(query, { w: deep(depth) });
      expect(errors).toMatchObject([
        { extensions: { exceeded: { limit: 'variableDepth', allowed: 32, received: 33 } } },
      ]);
    }
    expect((await graph.ask(query, { w: deep(31) })).errors![0]!.message).not.toContain('variableDepth');
  });

  it('variables with more than 50,000 values are rejected', async () => {
    const values = (count: number) => ({ w: { id: { in: Array.from({ length: count }, () => 'a') } }, s: 'a' });
    const { errors } = await graph.ask(query, values(49_997));
    expect(errors).toMatchObject([{ extensions: { exceeded: { limit: 'variableValues', allowed: 50_000 } } }]);
    const next = await graph.ask(query, values(49_996));
    expect(next.errors).toMatchObject([{ extensions: { exceeded: { limit: 'filterValues', allowed: 2_000 } } }]);
  });

  it.each([
    ['U+0000', 'a\0b'],
    ['half of a surrogate pair', 'a\ud800'],
  ])('variables that contain %s are rejected', async (_name, text) => {
    const { errors, statements } = await graph.ask(query, { s: text, w: { title: { in: ['a', text] } } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(statements).toBe(0);
  });

  it.each([
    ['in the name of a field', { w: { title: { ['a\0']: 'a' } } }, '$w'],
    ['in a variable that is not declared', { other: ['a\ud800'] }, '$other'],
    ['in the name of a variable', { ['a\0']: 1 }, 'variables'],
  ])('invalid characters %s are rejected', async (_name, variables, place) => {
    const { data, errors } = await graph.ask(query, variables);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors![0]!.message).toContain(`${place}: expected texts`);
  });

  it('variables with characters outside the BMP are accepted', async () => {
    expect((await graph.ask(query, { s: '😀' })).errors).toBeUndefined();
  });
});

describe('errors of a document', () => {
  it('a response reports at most four validation errors', async () => {
    const { errors } = await graph.ask(`{ ${times(19, (i) => `nothing${i}`)} }`);
    expect(errors).toHaveLength(4);
    expect(errors!.at(-1)!.message).toContain('Too many validation errors');
  });

  it('a document with too many fields of one name to compare is rejected with what was expected', async () => {
    const { errors } = await graph.ask(`{ country(isoCode: "MT") { ${'id '.repeat(1_900)} } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(errors![0]!.message).toMatch(/^Expected fields of the same name to be selected few times/);
  });

  it('a response reports at most four errors of variables', async () => {
    const query = 'query ($w: NewsItemWhere) { newsItems(where: $w) { nodes { id } } }';
    const { errors } = await graph.ask(query, { w: { title: { in: Array.from({ length: 50 }, (_, i) => i) } } });
    expect(errors).toHaveLength(4);
    expect(errors!.at(-1)!.message).toContain('Too many errors processing variables');
  });

  // A nullable variable passes validation there; only execution finds the null.
  it.each([
    ['an argument', 'query ($v: ID = "a") { node(id: $v) { id } }', ['node']],
    [
      'a field of an argument',
      'query ($v: OrderDirection) { newsItems(orderBy: { field: TITLE, direction: $v }) { totalCount } }',
      ['newsItems'],
    ],
    ['an item of a list', 'query ($v: ID = "a") { nodes(ids: [$v]) { id } }', ['nodes']],
    ['an argument of introspection', 'query ($v: String = "a") { __type(name: $v) { name } }', ['__type']],
    ['a directive', 'query ($v: Boolean = true) { nodes(ids: []) { id @skip(if: $v) } }', undefined],
  ])('null from a variable as the value of %s is reported with its path', async (_name, query, path) => {
    const { statusCode, body } = await graph.server.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query, variables: { v: null } },
    });
    expect(statusCode).toBe(200);
    const { errors } = JSON.parse(body) as { errors: GraphQLFormattedError[] };
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0]!.message).toMatch(/^Argument "/);
    expect(errors[0]!.path).toEqual(path);
  });

  it.each([
    ['a field', '{ contry(slug: "malta") { id } }', {}],
    ['a type', '{ node(id: "a") { ... on NewsItm { id } } }', {}],
    ['an argument', '{ country(slugg: "malta") { id } }', {}],
    ['an enum value', '{ offices(where: { kind: { eq: FIELD_OPERATIO } }) { totalCount } }', {}],
    [
      'a variable',
      'query ($w: OfficeWhere) { offices(where: $w) { totalCount } }',
      { w: { kindd: { eq: 'INSTITUTION' } } },
    ],
  ])('an error message makes no suggestion for an unknown name: %s', async (_name, query, variables) => {
    const { errors } = await graph.ask(query, variables);
    expect(errors!.length).toBeGreaterThan(0);
    for (const { message } of errors!) expect(message).not.toMatch(/did you mean/i);
  });
});

describe('requests that the limits must allow', () => {
  it('the standard introspection query with all its options passes the limits', async () => {
    const query = getIntrospectionQuery({
      inputValueDeprecation: true,
      specifiedByUrl: true,
      schemaDescription: true,
      directiveIsRepeatable: true,
    });
    await graph.data(query);
  });

  it('a query for 1,000 entities passes the limits', async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on NewsItem { title lead issuedOn } } }';
    const r = Array.from({ length: 1_000 }, (_, i) => ({
      __typename: 'NewsItem',
      id: nodeId('NewsItem', `item-${i}`),
    }));
    await graph.data(query, { r });
  });
});

describe('the status of a rejection', () => {
  const post = (accept: string) =>
    graph.server.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: `{ ${times(21, () => '__typename')} }` },
      headers: { accept },
    });

  it.each([
    ['application/graphql-response+json', 400, 'application/graphql-response+json; charset=utf-8'],
    [
      'application/graphql-response+json, application/json;q=0.9',
      400,
      'application/graphql-response+json; charset=utf-8',
    ],
    ['application/json', 200, 'application/json; charset=utf-8'],
    ['*/*', 200, 'application/json; charset=utf-8'],
  ])('a rejected request with Accept: %s is answered with %d', async (accept, status, contentType) => {
    const { statusCode, headers } = await post(accept);
    expect([statusCode, headers['content-type']]).toEqual([status, contentType]);
  });

  it('a document that is rejected before parsing gets the same status by Accept', async () => {
    const payload = { query: '{a'.repeat(101) };
    const ask = (accept: string) =>
      graph.server.app.inject({ method: 'POST', url: '/graphql', payload, headers: { accept } });
    expect((await ask('application/graphql-response+json')).statusCode).toBe(400);
    expect((await ask('application/json')).statusCode).toBe(200);
  });
});
