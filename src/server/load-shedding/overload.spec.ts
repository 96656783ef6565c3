/** More requests than the server accepts, on real sockets. */
import { Agent, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';

const refused: string[] = [];
let graph: TestGraph;
let port: number;
const agent = new Agent({ keepAlive: true, maxSockets: 100 });
/** Statements wait here until the test releases them. */
let gate: (() => void)[] = [];

beforeAll(async () => {
  graph = await startTestGraph('organization', {
    overload: { concurrent: 2, queued: 2, queueTimeoutMs: 1_500, eventLoopMs: 1_000, refusalDelayMs: 200 },
    readinessChecks: {},
    observability: { metrics: { refused: (reason: string) => refused.push(reason), ...silentMetrics } as never },
  });
  await graph.server.app.listen({ port: 0 });
  port = (graph.server.app.server.address() as AddressInfo).port;
});
const nothing = () => undefined;
const silentMetrics = { began: nothing, ended: nothing, batch: nothing, serve: nothing };
afterAll(async () => {
  agent.destroy();
  await graph.close();
});
beforeEach(() => {
  refused.length = 0;
  gate = [];
  const rows = graph.database.rows.bind(graph.database);
  jest.spyOn(graph.database, 'rows').mockImplementation(async (statement, scope) => {
    await new Promise<void>((go) => gate.push(go));
    return rows(statement, scope) as never;
  });
});
afterEach(() => jest.restoreAllMocks());
const letGo = () => gate.splice(0).forEach((go) => go());

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Sends a query that needs a statement; `leave` ends the connection before the answer. */
function send(
  path = '/graphql',
  payload = JSON.stringify({ query: '{ newsItems(first: 1) { nodes { id } } }' }),
  to = port,
) {
  const outgoing = request({
    port: to,
    path,
    agent,
    method: path === '/graphql' ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', origin: 'https://studio.apollographql.com' },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    outgoing.on('error', reject).on('response', (incoming) => {
      let body = '';
      incoming.on('data', (data: Buffer) => (body += data.toString()));
      incoming.on('end', () => resolve({ status: incoming.statusCode!, headers: incoming.headers, body }));
    });
  });
  outgoing.end(path === '/graphql' ? payload : undefined);
  return { answer, leave: () => outgoing.destroy() };
}
const until = async (isSo: () => boolean) => {
  for (let tries = 0; tries < 2_000 && !isSo(); tries += 1) await delay(5);
  expect(isSo()).toBe(true);
};

it('a request that finds all places taken and the queue full is rejected with 503 and Retry-After', async () => {
  const working = [send(), send()];
  await until(() => gate.length === 2);
  const waiting = [send(), send()];
  await delay(50);
  const asked = performance.now();
  const one = await send().answer;
  expect(one.status).toBe(503);
  // A client that is rejected at once retries at once.
  expect(performance.now() - asked).toBeGreaterThan(190);
  expect(one.headers).toMatchObject({
    'retry-after': '1',
    'content-type': 'application/json; charset=utf-8',
    'access-control-allow-origin': 'https://studio.apollographql.com',
    'x-request-id': expect.any(String),
  });
  expect(JSON.parse(one.body)).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
  expect(refused).toEqual(['queue_full']);
  expect((await send('/readyz').answer).body).toContain('queue of requests is full');
  letGo();
  expect((await Promise.all(working.map(({ answer }) => answer))).map(({ status }) => status)).toEqual([200, 200]);
  await until(() => gate.length === 2);
  letGo();
  expect((await Promise.all(waiting.map(({ answer }) => answer))).map(({ status }) => status)).toEqual([200, 200]);
});

/** A raw HTTP request. */
const body = JSON.stringify({ query: '{ newsItems(first: 1) { nodes { id } } }' });
const head = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;

it('pipelined requests free their places when their connection closes', async () => {
  const socket = connect(port, '127.0.0.1').on('error', nothing);
  socket.write((head + body).repeat(4));
  await until(() => gate.length === 2);
  socket.destroy();
  await delay(50);
  letGo();
  const later = [send(), send()];
  await until(() => gate.length === 2);
  letGo();
  expect((await Promise.all(later.map(({ answer }) => answer))).map(({ status }) => status)).toEqual([200, 200]);
  expect(refused).toEqual([]);
});

describe('bodies that come slowly', () => {
  const slow = (count: number) =>
    Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1').on('error', nothing);
      let text = '';
      socket.on('data', (data: Buffer) => (text += data.toString()));
      socket.write(head + body.slice(0, 10));
      return { socket, received: () => text };
    });

  it('bodies that arrive slowly take no place from complete requests', async () => {
    const clients = slow(8);
    await delay(50);
    const others = [send(), send()];
    await until(() => gate.length === 2);
    letGo();
    expect((await Promise.all(others.map(({ answer }) => answer))).map(({ status }) => status)).toEqual([200, 200]);
    clients[0]!.socket.write(body.slice(10));
    await until(() => gate.length === 1);
    letGo();
    await until(() => clients[0]!.received().startsWith('HTTP/1.1 200'));
    clients.forEach(({ socket }) => socket.destroy());
  });

  it('the server waits for four arriving bodies per place and rejects one more', async () => {
    const clients = slow(8);
    await delay(50);
    const [late] = slow(1);
    await until(() => late!.received().startsWith('HTTP/1.1 503'));
    expect(refused).toEqual(['queue_full']);
    [...clients, late!].forEach(({ socket }) => socket.destroy());
    await delay(50);
    const [next] = slow(1);
    await delay(300);
    expect(next!.received()).toBe('');
    next!.socket.destroy();
  });
});

it('a request that waits too long is rejected and frees its place in the queue', async () => {
  const working = [send(), send()];
  await until(() => gate.length === 2);
  expect((await send().answer).status).toBe(503);
  expect(refused).toEqual(['queue_timeout']);
  letGo();
  await Promise.all(working.map(({ answer }) => answer));
  const later = send();
  await until(() => gate.length === 1);
  letGo();
  expect((await later.answer).status).toBe(200);
});

it('a client that disconnects, running or queued, frees its place', async () => {
  for (let round = 0; round < 5; round += 1) {
    const sent = Array.from({ length: 4 }, () => send());
    for (const { answer } of sent) answer.catch(() => undefined);
    await until(() => gate.length === 2);
    await delay(20);
    for (const { leave } of sent.toReversed()) leave();
    await delay(20);
    letGo();
  }
  const next = [send(), send()];
  await until(() => gate.length === 2);
  letGo();
  expect((await Promise.all(next.map(({ answer }) => answer))).map(({ status }) => status)).toEqual([200, 200]);
  expect(refused).toEqual([]);
});

it('the body of a rejected request is not parsed', async () => {
  const working = [send(), send(), send(), send()];
  await until(() => gate.length === 2);
  await delay(50);
  const { status, body } = await send('/graphql', '{ this is no JSON').answer;
  expect([status, body.includes('too much to do')]).toEqual([503, true]);
  letGo();
  await until(() => gate.length === 2);
  letGo();
  await Promise.all(working.map(({ answer }) => answer));
});

it('requests are rejected while the event loop is delayed and answered soon after it recovers', async () => {
  jest.restoreAllMocks();
  const from = performance.now();
  while (performance.now() - from < 1_500);
  await delay(30);
  expect((await send().answer).status).toBe(503);
  expect(refused).toEqual(['event_loop']);
  let status = 503;
  for (let tries = 0; tries < 200 && status === 503; tries += 1) {
    await delay(50);
    ({ status } = await send().answer);
  }
  expect(status).toBe(200);
});

it('/livez answers while all places and the queue are full', async () => {
  const working = [send(), send(), send(), send()];
  await until(() => gate.length === 2);
  expect((await send('/livez').answer).status).toBe(200);
  letGo();
  await until(() => gate.length === 2);
  letGo();
  await Promise.all(working.map(({ answer }) => answer));
});

it('a server that shuts down sends held rejections at once', async () => {
  const own = await graph.serve({
    overload: { concurrent: 1, queued: 0, queueTimeoutMs: 1_500, eventLoopMs: 60_000, refusalDelayMs: 30_000 },
  });
  await own.app.listen({ port: 0 });
  const { port: there } = own.app.server.address() as AddressInfo;
  const working = send('/graphql', undefined, there);
  await until(() => gate.length === 1);
  const refusal = send('/graphql', undefined, there);
  await delay(100);
  const closed = own.close();
  expect((await refusal.answer).status).toBe(503);
  letGo();
  expect((await working.answer).status).toBe(200);
  await closed;
});
