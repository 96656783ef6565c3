/** What a client sends is bounded before it is read, and before it comes back in an error. */
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { Metrics } from '../observability/metrics.js';

let graph: TestGraph;
const metrics = new Metrics({
  database: () => graph.database.status,
  catalogue: () => graph.catalogue,
});
beforeAll(async () => {
  graph = await startTestGraph('organization', { observability: { metrics } });
});
afterAll(() => graph.close());

const query = '{ country(isoCode: "MT") { name } }';
const post = (payload: object, headers: Record<string, string> = {}) =>
  graph.server.app.inject({ method: 'POST', url: '/graphql', payload, headers });

describe('an oversized header', () => {
  it.each([
    ['content-type', `application/json;${' '.repeat(15_000)}`, 415],
    ['content-type', `application/json;charset=${' '.repeat(15_000)}x`, 415],
    ['accept', `application/json;${' '.repeat(15_000)}`, 400],
    ['accept', '*/*;q=0.1,'.repeat(1_500), 400],
    ['accept-encoding', `gzip;${' '.repeat(15_000)}q`, 400],
    ['content-encoding', ' '.repeat(10).concat('gzip').padEnd(1_000, 'x'), 400],
    ['if-none-match', '"a",'.repeat(3_000), 400],
  ])('an oversized header is rejected before it is parsed: %s', async (name, value, status) => {
    const response = await post({ query }, { 'content-type': 'application/json', [name]: value });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining(`"${name}"`) as string, extensions: { code: 'BAD_REQUEST' } }],
    });
    expect(response.body.length).toBeLessThan(300);
  });

  it('headers of usual length are accepted', async () => {
    const accept = 'application/graphql-response+json, application/json;q=0.9, */*;q=0.8';
    expect((await post({ query }, { accept, 'accept-encoding': 'gzip, deflate, br, zstd' })).statusCode).toBe(200);
  });
});

describe('client input in errors', () => {
  const long = 'x'.repeat(50_000);
  it.each<[string, object]>([
    ['a field', { query: `{ ${long} }` }],
    ['an argument', { query: `{ country(${long}: 1) { name } }` }],
    ['a type', { query: `query ($a: ${long}) { countries { totalCount } }` }],
    ['a fragment', { query: `{ ...${long} }` }],
    ['a directive', { query: `{ countries @${long} { totalCount } }` }],
    ['an enum value', { query: `{ offices(where: { kind: { eq: ${long} } }) { totalCount } }` }],
    ['a name for an input object', { query: `{ countries(orderBy: [${long}]) { totalCount } }` }],
    ['a text for an enum', { query: `{ offices(where: { kind: { eq: "${long}" } }) { totalCount } }` }],
    ['a text for a date', { query: `{ organization(asOf: "${long}") { shortName } }` }],
    ['a list for a number', { query: `{ countries(first: [${'1,'.repeat(900)}]) { totalCount } }` }],
    ['an alias in a path', { query: `{ ${long}: country { name } }` }],
    ['a syntax error', { query: `{ a(b: ${long} ${long}) }` }],
    ['an operation name', { query, operationName: long }],
    ['a variable name', { query: `query ($${long}: Int!) { countries(first: $${long}) { totalCount } }` }],
    ['a variable', { query: 'query ($a: Int) { countries(first: $a) { totalCount } }', variables: { a: long } }],
    ['a cursor', { query: 'query ($a: String) { countries(after: $a) { totalCount } }', variables: { a: long } }],
  ])('an error truncates the client input that it repeats: %s', async (_, request) => {
    const response = await post(request);
    const { errors } = response.json<{ errors: object[] }>();
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toContain('x'.repeat(120));
    expect(JSON.stringify(errors).length).toBeLessThan(6_000);
  });
});

it('an empty operationName counts as none', async () => {
  expect((await post({ query, operationName: '' })).json()).toEqual({ data: { country: { name: 'Malta' } } });
  const url = `/graphql?query=${encodeURIComponent(query)}&operationName=`;
  const response = await graph.server.app.inject({ url, headers: { 'apollo-require-preflight': 'yes' } });
  expect(response.json()).toEqual({ data: { country: { name: 'Malta' } } });
});

it('made-up operation names do not use up the metric labels of later ones', async () => {
  for (let i = 0; i < 60; i += 1) await post({ query: `query Junk${i} { __typename }` });
  await post({ query: `query Home ${query}` });
  const { body } = await graph.server.app.inject('/metrics');
  expect(body).toContain('graph_request_duration_seconds_count{operation="Home"} 1');
  expect(body.match(/graph_request_duration_seconds_count\{operation="Junk/g)!.length).toBeLessThan(50);
});

it('a repeated entity representation counts once', async () => {
  const of = (isoCode: string) => ({ __typename: 'Country', isoCode });
  const ask = (representations: object[]) =>
    graph.ask<{ _entities: { name: string }[] }>(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on ParticipatingState { name } } }',
      { of: representations },
    );
  const { data } = await ask(Array.from({ length: 1_500 }, () => of('MT')));
  expect(data._entities).toHaveLength(1_500);
  const { errors } = await ask(Array.from({ length: 1_001 }, (_, i) => of(`X${i}`)));
  expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
});
