/** What an operator sees of requests: the log and the metrics. */
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify from 'fastify';
import pino from 'pino';
import { ServiceUnavailableError } from '../../graph/errors.js';
import { NetProxy } from '../../testing/net-proxy.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startTestGraphOn, type TestGraph } from '../../testing/test-graph.js';
import { Metrics } from './metrics.js';

let store: TestDatabase;
let proxy: NetProxy;
let graph: TestGraph;
let metrics: Metrics;
let origin: string;
const lines: string[] = [];

beforeAll(async () => {
  store = await createTestDatabase('organization');
  proxy = await NetProxy.before(store.url);
  metrics = new Metrics({ database: () => graph.database.status, catalogue: () => graph.catalogue });
  graph = await startTestGraphOn(store.url, proxy.url, {
    logger: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
    observability: { logRequests: true, metrics },
  });
  await graph.server.app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(graph.server.app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  const closed = graph.close();
  await proxy.close();
  await closed;
  await store.drop();
});
beforeEach(() => {
  lines.length = 0;
});

const send = (payload: object, headers: Record<string, string> = {}) =>
  fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(payload),
  });
async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = look();
    if (found !== undefined) return found;
    await delay(5);
  }
  throw new Error(`It has not come: ${lines.join('')}`);
}
const requestLine = () =>
  until(() => {
    const line = lines.find((text) => text.includes('"msg":"request"'));
    return line === undefined ? undefined : (JSON.parse(line) as Record<string, unknown>);
  });
const scrape = async () => (await fetch(`${origin}/metrics`)).text();

const named = {
  query:
    'query Latest($slug: String!) { newsItem(slug: $slug) { id } newsItems(first: 3) { nodes { countryMentions { quote } } } }',
  operationName: 'Latest',
  variables: { slug: 'a-secret-value' },
};

it('each request is one log line with operation, statements and time, without variables or tokens', async () => {
  await send(named, { authorization: 'Bearer a-secret-token', 'router-authorization': 'a-secret-router' });
  expect(await requestLine()).toMatchObject({
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 200,
    operation: 'Latest',
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    cost: expect.any(Number),
    statements: expect.any(Number),
    databaseMs: expect.any(Number),
    durationMs: expect.any(Number),
  });
  expect(lines.join('')).not.toContain('secret');
});

const dear = 'query Dear { newsItems(first: 100) { nodes { countries { newsItems(first: 100) { nodes { id } } } } } }';

it('a request that a limit rejects is logged with its operation and the error code', async () => {
  await send({ query: dear });
  expect(await requestLine()).toMatchObject({ operation: 'Dear', errors: ['LIMIT_EXCEEDED'], statements: 0 });
});

it('a well-formed x-request-id of a gateway is reused; otherwise the server makes one', async () => {
  const idOf = async (id: string) =>
    (await send({ query: '{ __typename }' }, { 'x-request-id': id })).headers.get('x-request-id');
  expect(await idOf('gateway-0123:45')).toBe('gateway-0123:45');
  for (const id of ['short', 'with spaces in it', 'x'.repeat(129), '{"a":"json"}']) {
    expect(await idOf(id)).toMatch(/^[0-9a-f-]{36}$/);
  }
});

it('metrics cover operations, errors, statements, batches, connections and the catalogue', async () => {
  await send(named);
  await send({ query: '{ nothing }' });
  await delay(20);
  const text = await scrape();
  for (const line of [
    'graph_request_duration_seconds_count{operation="Latest"}',
    'graph_responses_total{status="200"}',
    'graph_errors_total{code="GRAPHQL_VALIDATION_FAILED"}',
    'graph_loader_batch_keys_count',
    'graph_database_connections{server="primary",state="idle"}',
    'graph_database_up{server="primary"} 1',
    'graph_catalogue_listening 1',
    'nodejs_eventloop_lag_p99_seconds',
    'process_resident_memory_bytes',
  ])
    expect(text).toContain(line);
});

it('metrics count rejections by reason and requests in progress', async () => {
  const valueOf = async (line: string) => {
    const found = (await scrape()).split('\n').find((candidate) => candidate.startsWith(`${line} `));
    return Number(found?.slice(line.length) ?? 0);
  };
  const refused = await valueOf('graph_refused_requests_total{reason="cost"}');
  await send({ query: dear });
  expect(await valueOf('graph_refused_requests_total{reason="cost"}')).toBe(refused + 1);
  let go: () => void = () => undefined;
  const held = new Promise<never[]>((resolve) => (go = () => resolve([])));
  const rows = jest.spyOn(graph.database, 'rows').mockReturnValue(held);
  const answer = send({ query: '{ newsItems(first: 1) { nodes { id } } }' });
  await until(() => rows.mock.calls[0]);
  expect(await valueOf('graph_requests_in_progress')).toBe(1);
  go();
  await answer;
  await delay(20);
  expect(await valueOf('graph_requests_in_progress')).toBe(0);
  rows.mockRestore();
});

it('metrics report the lag of replicas and count the keys of each batch', async () => {
  const database = () => ({
    servers: [],
    replicas: [
      { title: 'near', lagMs: 1_500, isUsed: true },
      { title: 'cut off', lagMs: Infinity, isUsed: false },
    ],
  });
  const app = Fastify();
  const own = new Metrics({ database, catalogue: () => ({ readings: 1, readAt: 2_000, isListening: true }) });
  own.batch(['a text', [1, 2, 3]]);
  own.serve(app);
  const { body } = await app.inject('/metrics');
  for (const line of [
    'graph_replica_lag_seconds{server="near"} 1.5',
    'graph_replica_lag_seconds{server="cut off"} +Inf',
    'graph_catalogue_read_timestamp_seconds 2',
    'graph_loader_batch_keys_sum 3',
  ])
    expect(body.split('\n')).toContain(line);
  await app.close();
});

it('operation labels are bounded: the last fifty answered names have their own, rejected ones share one', async () => {
  const labels = async () => {
    await delay(20);
    return new Set([...(await scrape()).matchAll(/operation="([^"]+)"/g)].map(([, name]) => name));
  };
  await send({ query: 'query Wrong { nothing }' });
  await send({ query: dear });
  const some = await labels();
  for (const name of ['Wrong', 'Dear']) expect(some).not.toContain(name);
  for (let i = 0; i < 80; i += 1) await send({ query: `query Name${i} { __typename }` });
  const all = await labels();
  expect(all).toContain('Name79');
  expect(all).not.toContain('Name0');
  expect(all).toContain('other');
  expect(all.size).toBeLessThanOrEqual(53);
});

it('a client that disconnects is logged with 499, and its statement is cancelled', async () => {
  const blocked = graph.dataSource.createQueryRunner();
  await blocked.startTransaction();
  await blocked.query('LOCK TABLE news_item');
  const waiting = async () =>
    (
      await graph.dataSource.query<unknown[]>(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
    ).length;
  const outgoing = request(`${origin}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  outgoing.on('error', () => undefined);
  outgoing.end(JSON.stringify({ query: '{ newsItems(first: 1) { nodes { id } } }' }));
  while ((await waiting()) === 0) await delay(5);
  outgoing.destroy();
  expect(await requestLine()).toMatchObject({ status: 499, statements: 1 });
  while ((await waiting()) > 0) await delay(5);
  // Not by the time limit for locks.
  expect(graph.faults).toEqual([]);
  await blocked.rollbackTransaction();
  await blocked.release();
});

it('a database failure that leaves no data is a 503 with Retry-After; one that leaves some data is a 200', async () => {
  const rows = jest.spyOn(graph.database, 'rows').mockRejectedValue(new ServiceUnavailableError());
  const whole = await send({ query: '{ newsItems(first: 1) { nodes { id } } }' });
  expect([whole.status, whole.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await whole.json()).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
  const part = await send({ query: '{ newsItem(slug: "x") { id } country(isoCode: "MT") { name } }' });
  expect(part.status).toBe(200);
  expect(await part.json()).toMatchObject({
    data: { newsItem: null, country: { name: 'Malta' } },
    errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
  rows.mockRestore();
});

it('without the database, fields in memory are answered, and the rest again after it recovers', async () => {
  await proxy.refuse();
  const memory = () =>
    send({
      query:
        '{ country(isoCode: "MT") { name fieldOperations { name } } office(slug: "mission-to-montenegro") { name } }',
    });
  const stored = () => send({ query: '{ newsItems(first: 1) { nodes { id } } }' });
  expect((await stored()).status).toBe(503);
  for (let i = 0; i < 10; i += 1) expect((await memory()).status).toBe(200);
  expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  expect((await fetch(`${origin}/livez`)).status).toBe(200);
  await proxy.restore();
  let status = 503;
  const from = performance.now();
  while (status === 503 && performance.now() - from < 10_000) ({ status } = await stored());
  expect(status).toBe(200);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
});
