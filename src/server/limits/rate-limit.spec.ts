/** What clients may ask for over time; with a real Redis where it is installed. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { RateLimitedError } from '../../graph/errors.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import type { GraphServer, GraphServerOptions } from '../graph-server.js';
import type { RefusalReason } from './query-limits.js';
import { createRateLimiter, type RateLimiter } from './rate-limit.js';

const query = '{ newsItems(first: 9) { nodes { id } } }';
const cost = 10;

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('empty');
});
afterAll(() => graph.close());

async function withServer(options: Partial<GraphServerOptions>, test: (server: GraphServer) => Promise<void>) {
  const server = await graph.serve(options);
  try {
    await test(server);
  } finally {
    await server.close();
  }
}

const ask = (server: GraphServer, headers: Record<string, string> = {}, text = query, remoteAddress = '203.0.113.7') =>
  server.app.inject({ method: 'POST', url: '/graphql', payload: { query: text }, headers, remoteAddress });

it('an operation that costs more than the limit per minute is admitted once for a full minute', async () => {
  const limiter = createRateLimiter({ perMinute: 100, burst: 0 }, () => undefined);
  expect((await limiter.charge('a', 500)).remaining).toBe(0);
  await expect(limiter.charge('a', 1)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
});

describe('a client', () => {
  it('a client is charged for its operations, and the response states what remains', async () => {
    await withServer({ rateLimit: { perMinute: 100, burst: 0 } }, async (server) => {
      const { headers } = await ask(server);
      expect(headers).toMatchObject({ 'ratelimit-limit': '100', 'ratelimit-remaining': String(100 - cost) });
      expect(Number(headers['ratelimit-reset'])).toBeGreaterThan(0);
    });
  });

  it('a client with nothing left is rejected with 429 and Retry-After, before any statement', async () => {
    const refusals: RefusalReason[] = [];
    const options = {
      rateLimit: { perMinute: 25, burst: 0 },
      onRefused: (reason: RefusalReason) => refusals.push(reason),
    };
    await withServer(options, async (server) => {
      for (let i = 0; i < 2; i += 1) expect((await ask(server)).statusCode).toBe(200);
      const before = graph.database.statementCount;
      const refused = await ask(server);
      expect(refused.statusCode).toBe(429);
      expect(refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
      expect(graph.database.statementCount).toBe(before);
      // The next request is rejected before Apollo Server.
      const next = await ask(server, {}, 'no document');
      expect([next.statusCode, next.headers['retry-after']]).toEqual([429, expect.any(String)]);
      expect(refusals).toEqual(['rate', 'rate']);
    });
  });

  it('a client can use its reserve for a burst', async () => {
    await withServer({ rateLimit: { perMinute: 15, burst: 20 } }, async (server) => {
      const statuses: number[] = [];
      for (let i = 0; i < 4; i += 1) statuses.push((await ask(server)).statusCode);
      expect(statuses).toEqual([200, 200, 200, 429]);
    });
  });

  it('a client is charged for parsing a document with a syntax error, and for nothing else', async () => {
    await withServer({ rateLimit: { perMinute: 100, burst: 0 } }, async (server) => {
      expect((await ask(server, {}, 'no document')).headers['ratelimit-remaining']).toBe('99');
    });
  });

  it('an operation above the remaining units is rejected with 429, and other clients are not affected', async () => {
    await withServer({ rateLimit: { perMinute: 5, burst: 0 } }, async (server) => {
      expect((await ask(server)).statusCode).toBe(429);
      expect((await ask(server, {}, '{ __typename }', '203.0.113.8')).statusCode).toBe(200);
    });
  });

  it('without a rate limit responses have no RateLimit headers', async () => {
    await withServer({}, async (server) => {
      expect((await ask(server)).headers['ratelimit-limit']).toBeUndefined();
    });
  });
});

describe('clients are distinguished', () => {
  const options = {
    rateLimit: { perMinute: cost, burst: 0 },
    trustProxy: ['10.0.0.0/8', '::1'],
    clientHeader: 'x-client',
  };
  const isCountedApart = async (first: Parameters<typeof ask>, second: Parameters<typeof ask>) => {
    expect((await ask(...first)).statusCode).toBe(200);
    return (await ask(...second)).statusCode === 200;
  };

  it.each<[string, boolean, Record<string, string>, string, Record<string, string>, string]>([
    ['clients are distinguished by address', true, {}, '203.0.113.1', {}, '203.0.113.2'],
    ['clients are not distinguished by port or request id', false, {}, '203.0.113.1', {}, '203.0.113.1'],
    [
      'clients are not distinguished by their own X-Forwarded-For',
      false,
      { 'x-forwarded-for': '1.1.1.1' },
      '203.0.113.1',
      { 'x-forwarded-for': '2.2.2.2' },
      '203.0.113.1',
    ],
    [
      'clients are distinguished by X-Forwarded-For of a trusted proxy',
      true,
      { 'x-forwarded-for': '1.1.1.1' },
      '10.0.0.1',
      { 'x-forwarded-for': '2.2.2.2' },
      '10.0.0.1',
    ],
    [
      'only the last address in X-Forwarded-For of a trusted proxy counts',
      false,
      { 'x-forwarded-for': '8.8.8.8, 1.1.1.1' },
      '10.0.0.1',
      { 'x-forwarded-for': '9.9.9.9, 1.1.1.1' },
      '10.0.0.2',
    ],
    [
      'clients are distinguished by the client header of a trusted proxy',
      true,
      { 'x-client': 'a' },
      '10.0.0.1',
      { 'x-client': 'b' },
      '10.0.0.1',
    ],
    [
      'clients are not distinguished by their own client header',
      false,
      { 'x-client': 'a' },
      '203.0.113.1',
      { 'x-client': 'b' },
      '203.0.113.1',
    ],
    ['IPv6 addresses in one /64 network are one client', false, {}, '2001:db8:1:2::1', {}, '2001:db8:1:2:ffff::2'],
    [
      'IPv6 addresses in different /64 networks are different clients',
      true,
      {},
      '2001:db8:1:2::1',
      {},
      '2001:db8:1:3::1',
    ],
    ['an IPv4 address and its IPv4-mapped form are one client', false, {}, '203.0.113.9', {}, '::ffff:203.0.113.9'],
  ])('%s (distinguished: %s)', async (_name, apart, headers, address, otherHeaders, otherAddress) => {
    await withServer(options, async (server) => {
      expect(await isCountedApart([server, headers, query, address], [server, otherHeaders, query, otherAddress])).toBe(
        apart,
      );
    });
  });

  it('routers that send their secret are not rate-limited', async () => {
    const routerSecret = 'a secret of some length';
    await withServer({ ...options, routerSecret }, async (server) => {
      for (let i = 0; i < 3; i += 1)
        expect((await ask(server, { 'router-authorization': routerSecret })).statusCode).toBe(200);
      await ask(server, { 'router-authorization': 'another secret here' });
      expect((await ask(server, { 'router-authorization': 'another secret here' })).statusCode).toBe(429);
    });
  });
});

describe('a settlement', () => {
  const settled = async (...units: number[]) => {
    const limiter = createRateLimiter({ perMinute: 100, burst: 200 }, () => undefined);
    await Promise.all(units.map((each) => limiter.settle('a', each)));
    const charged = await limiter.charge('a', 1).catch((fault: RateLimitedError) => fault);
    return charged instanceof RateLimitedError ? charged.retryAfterSeconds : charged.remaining;
  };

  it('a settlement is charged to the minute first, then to the reserve', async () => {
    expect(await settled(40)).toBe(59);
    // Nothing is left of the minute, and something of the reserve.
    expect(await settled(250)).toBe(0);
  });

  it('a settlement above both locks a client out until it is paid off, for an hour at most', async () => {
    const after = await settled(500, 100, 200);
    expect(after).toBeGreaterThanOrEqual(5 * 60);
    expect(after).toBeLessThanOrEqual(6 * 60);
    expect(await settled(1_000_000)).toBe(3_600);
  });
});

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

// Where Redis is not installed there is nothing to count in; CI installs it.
(hasRedis || process.env['CI'] ? describe : describe.skip)('with Redis', () => {
  let redis: ChildProcess;
  let port: number;

  async function startRedis() {
    redis = spawn('redis-server', [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      '/',
    ]);
    for await (const data of redis.stdout!) if (String(data).includes('Ready to accept')) break;
  }
  async function stopRedis() {
    redis.kill('SIGKILL');
    await once(redis, 'exit');
  }

  beforeEach(async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    server.close();
    await startRedis();
  });
  afterEach(stopRedis);

  /** A busy machine may need longer for a command than a server would wait. */
  const patience = 5_000;
  const limiter = (faults: Error[] = [], timeoutMs = patience) =>
    createRateLimiter(
      { perMinute: 100, burst: 0, redisUrl: `redis://127.0.0.1:${port}` },
      (fault) => faults.push(fault),
      timeoutMs,
    );
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    for (let i = 0; i < 400 && !(await isSo()); i += 1) await delay(25);
  };
  let clients = 0;
  /** Waits until both are connected to Redis. */
  const untilTogether = (one: RateLimiter, other: RateLimiter) =>
    until(async () => {
      const client = `client ${(clients += 1)}`;
      await one.charge(client, 1);
      return (await other.charge(client, 1)).remaining === 98;
    });

  it('processes that share Redis share the counts', async () => {
    const [one, other] = [limiter(), limiter()];
    try {
      await untilTogether(one, other);
      expect((await one.charge('a', 10)).remaining).toBe(90);
      expect((await other.charge('a', 10)).remaining).toBe(80);
      await expect(other.charge('a', 90)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
      await expect(one.charge('a', 1)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
    } finally {
      one.close();
      other.close();
    }
  });

  it('while Redis is down no request fails and each process counts alone; shared counts resume afterwards', async () => {
    const faults: Error[] = [];
    const [one, other] = [limiter(faults), limiter()];
    try {
      await untilTogether(one, other);
      await stopRedis();
      await until(() => faults.length > 0);
      expect((await one.charge('a', 60)).remaining).toBe(40);
      expect((await other.charge('a', 60)).remaining).toBe(40);
      await expect(one.charge('a', 60)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
      expect(faults).toHaveLength(1);
      await startRedis();
      await untilTogether(one, other);
      expect((await one.charge(`client ${clients}`, 1)).remaining).toBe(97);
    } finally {
      one.close();
      other.close();
    }
  });

  it('a settlement by one process makes all processes reject the client until it is paid off', async () => {
    const [one, other] = [limiter(), limiter()];
    try {
      await untilTogether(one, other);
      // 400 above the 100 of this minute, from both at once, take four minutes.
      await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? one : other).settle('b', 50)));
      for (const each of [one, other]) {
        const refused = await each.charge('b', 1).catch((fault: RateLimitedError) => fault);
        expect(refused).toBeInstanceOf(RateLimitedError);
        const { retryAfterSeconds } = refused as RateLimitedError;
        expect(retryAfterSeconds).toBeGreaterThan(4 * 60);
        expect(retryAfterSeconds).toBeLessThanOrEqual(5 * 60);
      }
      expect((await other.charge('c', 1)).remaining).toBe(99);
    } finally {
      one.close();
      other.close();
    }
  });

  it('settlements while Redis is down are counted by the process', async () => {
    const one = limiter();
    try {
      await untilTogether(one, one).catch(() => undefined);
      await stopRedis();
      await one.settle('d', 500);
      await expect(one.charge('d', 1)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
      await startRedis();
    } finally {
      one.close();
    }
  });

  it('a Redis that stops answering is not waited for', async () => {
    const counting = limiter([], 100);
    const other = limiter();
    try {
      await untilTogether(counting, other);
      redis.kill('SIGSTOP');
      for (let i = 1; i < 4; i += 1) expect((await counting.charge('a', 10)).remaining).toBe(100 - 10 * i);
    } finally {
      counting.close();
      other.close();
      redis.kill('SIGCONT');
    }
  });
});
