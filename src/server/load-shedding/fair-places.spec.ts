/** One address sends as many requests as it can, or reads and sends as slowly as it can; another one behaves normally. */
import { Agent, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { aNewsItem } from '../../content/news-item/news-item.fixture.js';
import { readEnvironment } from '../../settings/environment.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { ClientUsage } from '../../admission/client-usage.js';
import type { GraphServer, GraphServerOptions } from '../graph-server.js';

const { httpLimits } = readEnvironment({});
const secret = 'a secret of the routers';
const hog = '127.0.0.2';
const other = '127.0.0.3';

/** Calls that the metrics received. */
const refused: string[] = [];
const cut: string[] = [];
const nothing = () => undefined;
const metrics = {
  refused: (reason: string) => refused.push(reason),
  cut: (reason: string) => cut.push(reason),
  ...{ began: nothing, ended: nothing, batch: nothing, serve: nothing },
  unsentBytes: () => 0,
};

let graph: TestGraph;
const sockets = new Set<Socket>();
const agents: Agent[] = [];
const servers: GraphServer[] = [];

beforeAll(async () => {
  graph = await startTestGraph('organization');
  const body = 'These words are read by nobody. '.repeat(16_000);
  await graph.add(...Array.from({ length: 10 }, () => aNewsItem({ body, issuedOn: '2090-01-01' })));
});
beforeEach(() => {
  refused.length = 0;
  cut.length = 0;
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const socket of sockets) socket.destroy();
  for (const agent of agents.splice(0)) agent.destroy();
  for (const server of servers.splice(0)) await server.close(100);
});
afterAll(() => graph.close());

const overload = {
  concurrent: 8,
  queued: 40,
  queueTimeoutMs: 1_000,
  clientShare: 0.5,
  heavyPlaces: 1,
  eventLoopMs: 60_000,
  refusalDelayMs: 0,
};

/** Starts a server. @returns its port */
async function serve(transfer: Partial<typeof httpLimits>, more: Partial<GraphServerOptions> = {}): Promise<number> {
  const server = await graph.serve({
    overload,
    httpLimits: { ...httpLimits, ...transfer },
    routerSecret: secret,
    observability: { metrics: metrics as never },
    readinessChecks: {},
    ...more,
  });
  servers.push(server);
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  return (server.app.server.address() as AddressInfo).port;
}

const small = JSON.stringify({ query: '{ newsItems(first: 1) { nodes { id } } }' });
/** Five megabytes: more than the buffers of both ends hold. */
const large = JSON.stringify({ query: '{ newsItems(first: 10) { nodes { body } } }' });
const headOf = (body: string) =>
  `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;

/** A connection that sends a text and reads nothing by itself. */
function connectionFrom(localAddress: string, port: number, text: string): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress }).pause();
  socket.on('error', nothing);
  sockets.add(socket.on('close', () => sockets.delete(socket)));
  socket.write(text);
  return socket;
}
const connectionsFrom = (address: string, count: number, port: number, text: string) =>
  Array.from({ length: count }, () => connectionFrom(address, port, text));

/** Sends a request as a client does. @returns the status, the error code, and the headers */
async function ask(localAddress: string, port: number, body = small, headers: Record<string, string> = {}) {
  const agent = new Agent();
  agents.push(agent);
  const outgoing = request({
    ...{ port, host: '127.0.0.1', localAddress, agent, path: '/graphql', method: 'POST' },
    headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers },
  });
  const answer = new Promise<{ status: number; code: unknown; headers: object }>((resolve, reject) => {
    outgoing.on('error', reject).on('response', (incoming) => {
      let text = '';
      incoming.on('error', reject).on('data', (data: Buffer) => (text += data.toString()));
      incoming.on('end', () => {
        const { errors } = JSON.parse(text) as { errors?: [{ extensions: { code: string } }] };
        resolve({ status: incoming.statusCode!, code: errors?.[0].extensions.code, headers: incoming.headers });
      });
    });
  });
  outgoing.flushHeaders();
  // Many clients send the body separately from the headers.
  await delay(20);
  outgoing.end(body);
  return answer;
}
const statusesOf = async (count: number, port: number) => {
  const statuses = [];
  for (let n = 0; n < count; n += 1) statuses.push((await ask(other, port)).status);
  return statuses;
};
const until = async (isSo: () => boolean) => {
  for (let tries = 0; tries < 2_000 && !isSo(); tries += 1) await delay(5);
  expect(isSo()).toBe(true);
};

describe('unread answers', () => {
  it('sixty connections that read nothing hold no place and are closed', async () => {
    const port = await serve({ rateWindowMs: 3_000 });
    const idle = connectionsFrom(hog, 60, port, headOf(large) + large);
    await until(() => metrics.unsentBytes() > 10_000_000);
    expect(await statusesOf(10, port)).toEqual(Array(10).fill(200));
    await until(() => metrics.unsentBytes() === 0);
    expect(new Set(cut)).toEqual(new Set(['unsent_of_client', 'slow_reader']));
    idle.forEach((socket) => socket.destroy());
  });

  it('32 connections that read 4 kB at a time do not block other clients and are closed', async () => {
    // In place of 4 kB every 15 s, with a floor of 1,000 bytes a second.
    const port = await serve({ slowestBytesPerSecond: 100_000, rateWindowMs: 1_500 });
    const readers = connectionsFrom(hog, 32, port, headOf(large) + large);
    const reading = setInterval(() => readers.forEach((socket) => socket.read(4_096)), 300);
    await until(() => metrics.unsentBytes() > 10_000_000);
    expect(await statusesOf(10, port)).toEqual(Array(10).fill(200));
    await until(() => metrics.unsentBytes() === 0);
    clearInterval(reading);
    expect(cut).toContain('slow_reader');
  });

  it('a client that reads slowly, but faster than the minimum rate, stays connected', async () => {
    const port = await serve({ slowestBytesPerSecond: 100_000, rateWindowMs: 500 });
    const reader = connectionFrom(hog, port, headOf(large) + large);
    let received = 0;
    const reading = setInterval(() => (received += (reader.read() as Buffer | null)?.length ?? 0), 20);
    await until(() => received > 5_000_000);
    clearInterval(reading);
    expect(cut).toEqual([]);
  });

  it('a client with too many unread bytes, even on one connection, is rejected with 429; others are served', async () => {
    const port = await serve({ unsentBytesPerClient: 12_000_000, rateWindowMs: 60_000 });
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, metrics.unsentBytes())), 1);
    connectionFrom(hog, port, (headOf(large) + large).repeat(10));
    await until(() => refused.includes('unsent_of_client'));
    const own = await ask(hog, port);
    expect(own).toMatchObject({ status: 429, code: 'RATE_LIMITED', headers: { 'retry-after': '1' } });
    expect(await statusesOf(3, port)).toEqual([200, 200, 200]);
    // The connection has read nothing for a second.
    await until(() => cut.length > 0);
    expect(cut).toEqual(['unsent_of_client']);
    expect((await ask(hog, port)).status).toBe(200);
    clearInterval(watching);
    // The limit, plus what one answer may exceed it by.
    expect(most).toBeLessThan(12_000_000 + 6_000_000);
  });

  it('when the process holds too many unread bytes, the clients with most are rejected with 503; others are served', async () => {
    const port = await serve({ unsentBytes: 12_000_000, rateWindowMs: 60_000 });
    for (const address of [hog, '127.0.0.4', '127.0.0.5']) connectionFrom(address, port, headOf(large) + large);
    await until(() => metrics.unsentBytes() > 12_000_000);
    expect(await ask(hog, port)).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect((await ask(other, port)).status).toBe(200);
    await until(() => metrics.unsentBytes() < 12_000_000);
    expect(cut).toEqual(['unsent']);
  });
});

describe('slow bodies', () => {
  it('128 bodies that arrive a byte at a time do not block other clients and are rejected with 408', async () => {
    const port = await serve({ rateWindowMs: 2_000 });
    const slow = connectionsFrom(hog, 128, port, headOf(small) + small.slice(0, 5));
    let answers = '';
    for (const socket of slow) socket.on('data', (data: Buffer) => (answers += data.toString())).resume();
    const sending = setInterval(() => slow.forEach((socket) => socket.write(' ')), 500);
    await delay(100);
    expect(await statusesOf(10, port)).toEqual(Array(10).fill(200));
    await until(() => cut.includes('slow_body'));
    await until(() => /^HTTP\/1.1 408 .*BAD_REQUEST/s.test(answers.slice(answers.indexOf('HTTP/1.1 408'))));
    clearInterval(sending);
    expect(graph.faults).toEqual([]);
  });

  it('a body that arrives a byte at a time, but faster than the minimum rate, is answered', async () => {
    const port = await serve({ slowestBytesPerSecond: 10, rateWindowMs: 200 });
    const socket = connectionFrom(other, port, headOf(small));
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString())).resume();
    for (const byte of small) {
      socket.write(byte);
      await delay(10);
    }
    await until(() => text.startsWith('HTTP/1.1 200'));
  });
});

it('connections above the limit per address are closed, and other addresses can connect', async () => {
  const port = await serve({ connectionsPerClient: 20 });
  const held = connectionsFrom(hog, 25, port, '');
  await until(() => cut.length === 5);
  expect(cut).toEqual(Array(5).fill('connections'));
  expect((await ask(other, port)).status).toBe(200);
  for (const socket of held) socket.destroy();
  await delay(50);
  expect((await ask(hog, port)).status).toBe(200);
});

describe('long requests', () => {
  /** Statements wait here until the test releases them. */
  let gate: (() => void)[];
  const letGo = () => gate.splice(0).forEach((go) => go());
  beforeEach(() => {
    gate = [];
    const rows = graph.database.rows.bind(graph.database);
    jest.spyOn(graph.database, 'rows').mockImplementation(async (statement, scope) => {
      await new Promise<void>((go) => gate.push(go));
      return rows(statement, scope) as never;
    });
  });
  const askMany = (count: number, port: number, headers = {}) =>
    Array.from({ length: count }, () => ask(hog, port, small, headers).catch(nothing));

  it('one address holds no more places than its share, and the others stay free', async () => {
    const port = await serve({});
    const asked = askMany(40, port);
    await until(() => gate.length === 4);
    const mine = ask(other, port);
    await until(() => gate.length === 5);
    gate[4]!();
    expect((await mine).status).toBe(200);
    // One after the other: only the share is released at once.
    const letting = setInterval(letGo, 10);
    await Promise.all(asked);
    clearInterval(letting);
  });

  it('one address that fills the queue does not keep others out of it', async () => {
    const port = await serve({}, { overload: { ...overload, concurrent: 1 } });
    const asked = askMany(60, port);
    await until(() => gate.length === 1 && refused.length >= 19);
    const mine = ask(other, port);
    await delay(60);
    letGo();
    await until(() => gate.length === 1);
    letGo();
    await until(() => gate.length === 1);
    letGo();
    expect((await mine).status).toBe(200);
    const letting = setInterval(letGo, 10);
    await Promise.all(asked);
    clearInterval(letting);
  });

  it('an answer whose connection closed before it was computed does not count as unread', async () => {
    const port = await serve({});
    const socket = connectionFrom(hog, port, (headOf(small) + small).repeat(3));
    await until(() => gate.length === 3);
    socket.destroy();
    await delay(50);
    letGo();
    await delay(100);
    expect(metrics.unsentBytes()).toBe(0);
  });

  it('routers that send their secret are not limited to a share', async () => {
    const port = await serve({});
    const asked = askMany(8, port, { 'router-authorization': secret });
    await until(() => gate.length === 8);
    letGo();
    await Promise.all(asked);
  });

  it('a heavy client holds no more than the heavy places while light clients send requests', async () => {
    const usage = new ClientUsage();
    usage.note(`ip:${hog}`, 60_000);
    const port = await serve({}, { usage });
    const first = ask(other, port);
    await until(() => gate.length === 1);
    letGo();
    await first;
    const asked = askMany(10, port);
    await delay(100);
    expect(gate.length).toBe(1);
    const mine = [ask(other, port), ask(other, port)];
    await until(() => gate.length === 3);
    const letting = setInterval(letGo, 10);
    expect((await Promise.all(mine)).map(({ status }) => status)).toEqual([200, 200]);
    await Promise.all(asked);
    clearInterval(letting);
  });
});
