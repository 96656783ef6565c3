import { startTestGraph, type TestGraph } from '../testing/test-graph.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
});
afterAll(() => graph.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  graph.server.app.inject({ method: 'GET', url, headers });

it('a GET query with a preflight header is answered', async () => {
  const url = `/graphql?query=${encodeURIComponent('{ country(isoCode: "MT") { name } }')}`;
  expect((await get(url, { 'apollo-require-preflight': 'true' })).json()).toEqual({
    data: { country: { name: 'Malta' } },
  });
  expect((await get(url)).statusCode).toBe(400);
});

it('a browser gets Apollo Sandbox at /graphql and the explorer at /', async () => {
  const sandbox = await get('/graphql', { accept: 'text/html' });
  expect(sandbox.statusCode).toBe(200);
  expect(sandbox.body).toContain('LatestNews');
  expect((await get('/')).headers.location).toBe('/explorer');
});

it('the explorer is served with brotli, whatever the case of Accept-Encoding', async () => {
  for (const coding of ['br', 'gzip, BR']) {
    const { statusCode, headers } = await get('/explorer', { 'accept-encoding': coding });
    expect([statusCode, headers['content-encoding']]).toEqual([200, 'br']);
  }
  expect((await get('/explorer', { 'accept-encoding': 'gzip' })).statusCode).toBe(406);
});

it('CORS allows the hosted Sandbox and no other origin', async () => {
  const origin = 'https://studio.apollographql.com';
  expect((await get('/livez', { origin })).headers['access-control-allow-origin']).toBe(origin);
  expect(
    (await get('/livez', { origin: 'https://elsewhere.example' })).headers['access-control-allow-origin'],
  ).toBeUndefined();
});

it('each response has the request id in a header', async () => {
  const [first, second] = [await get('/livez'), await get('/livez')];
  expect(first.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
});

it('an internal error is masked, and logged once with the request id', async () => {
  const spy = jest.spyOn(graph.database, 'rows').mockRejectedValue(new Error('secret of the inside'));
  try {
    const payload = { query: '{ newsItems { nodes { id } } }' };
    const response = await graph.server.app.inject({ method: 'POST', url: '/graphql', payload });
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(response.body).not.toContain('secret');
    const logged = graph.faults.map(({ message }) => message).filter((line) => line.includes('secret of the inside'));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(response.headers['x-request-id']);
  } finally {
    spy.mockRestore();
  }
});

it.each([
  ['a document that does not parse', '{ country(', 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  [
    'an invalid enum value',
    '{ offices(where: { kind: { eq: MISSION } }) { totalCount } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
])('%s is reported to the client without a stack trace', async (_name, query, code) => {
  const { errors } = await graph.ask(query);
  expect(errors?.[0]?.extensions).toEqual({ code });
});

it.each(['subscription', 'mutation'])(
  'a %s is rejected with 400 and a message that names what is served',
  async (kind) => {
    const payload = { query: `${kind} { anything }` };
    const response = await graph.server.app.inject({ method: 'POST', url: '/graphql', payload });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(response.body).toContain(`It does not serve ${kind}s.`);
  },
);

it.each([undefined, '', 'C', 'constructor', '__proto__', '\0', '\ud800'])(
  'a document of several operations without the named one (%j) is rejected with 400 and a code',
  async (operationName) => {
    const payload = { query: 'query A { __typename } query B { __typename }', operationName };
    const response = await graph.server.app.inject({ method: 'POST', url: '/graphql', payload });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] });
  },
);

it.each(['text/event-stream', 'multipart/mixed'])('a request with Accept: %s is answered with 406', async (accept) => {
  const payload = { query: '{ country(isoCode: "MT") { name } }' };
  const response = await graph.server.app.inject({ method: 'POST', url: '/graphql', payload, headers: { accept } });
  expect(response.statusCode).toBe(406);
  expect(response.body).toContain('accept');
});

it('/readyz limits how long it waits for its checks', async () => {
  const checks = {
    stuck: () => new Promise<undefined>(() => undefined),
    broken: () => Promise.reject(new Error('no')),
  };
  const server = await graph.serve({ readinessChecks: checks });
  const response = await server.app.inject('/readyz');
  await server.close();
  expect(response.statusCode).toBe(503);
  expect(response.json()).toMatchObject({ checks: { stuck: 'no answer within 2000 ms', broken: 'no' } });
});

it('concurrent requests to /readyz share one check, and later ones run a new check', async () => {
  let looks = 0;
  let found!: () => void;
  const looking = new Promise<undefined>((resolve) => (found = () => resolve(undefined)));
  const server = await graph.serve({ readinessChecks: { slow: () => ((looks += 1), looking) } });
  const asked = [1, 2, 3].map(() => server.app.inject('/readyz'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(looks).toBe(1);
  found();
  for (const { statusCode } of await Promise.all(asked)) expect(statusCode).toBe(200);
  await server.app.inject('/readyz');
  expect(looks).toBe(2);
  await server.close();
});

it('/livez answers without the database, and /readyz reports it', async () => {
  expect((await get('/readyz')).json()).toEqual({ status: 'ok', checks: { database: 'ok', pressure: 'ok' } });
  const spy = jest.spyOn(graph.database, 'rows').mockRejectedValue(new Error('down'));
  expect((await get('/readyz')).statusCode).toBe(503);
  expect((await get('/livez')).statusCode).toBe(200);
  spy.mockRestore();
});

it('a change to the reference tables is visible without a restart', async () => {
  const query = '{ country(isoCode: "MT") { capital } }';
  await graph.dataSource.query(`UPDATE country SET capital = 'Mdina' WHERE iso_code = 'MT'`);
  const seen = async (): Promise<unknown> => (await graph.data<{ country: unknown }>(query)).country;
  for (let tries = 0; tries < 100; tries += 1) {
    if (JSON.stringify(await seen()).includes('Mdina')) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await seen()).toEqual({ capital: 'Mdina' });
});

it('the catalogue listens again and catches up after its connection was cut', async () => {
  await graph.dataSource.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'osce-content-graph catalogue' AND datname = current_database()`,
  );
  await graph.dataSource.query(`UPDATE country SET capital = 'Birgu' WHERE iso_code = 'MT'`);
  for (let tries = 0; tries < 100; tries += 1) {
    if (graph.catalogue.current.countryByIsoCode.get('MT')?.capital === 'Birgu') break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(graph.catalogue.current.countryByIsoCode.get('MT')?.capital).toBe('Birgu');
});
