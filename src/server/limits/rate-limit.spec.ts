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

it('what costs more than a minute holds takes the whole of a full minute, and is not refused for ever', async () => {
  const limiter = createRateLimiter({ perMinute: 100, burst: 0 }, () => undefined);
  expect((await limiter.charge('a', 500)).remaining).toBe(0);
  await expect(limiter.charge('a', 1)).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
});

describe('a client', () => {
  it('is charged what its operations cost, and told what is left', async () => {
    await withServer({ rateLimit: { perMinute: 100, burst: 0 } }, async (server) => {
      const { headers } = await ask(server);
      expect(headers).toMatchObject({ 'ratelimit-limit': '100', 'ratelimit-remaining': String(100 - cost) });
      expect(Number(headers['ratelimit-reset'])).toBeGreaterThan(0);
    });
  });

  it('that has nothing left is refused with 429 and told when to come again, before any statement', async () => {
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
      // The next one does not come as far as Apollo Server.
      const next = await ask(server, {}, 'no document');
      expect([next.statusCode, next.headers['retry-after']]).toEqual([429, expect.any(String)]);
      expect(refusals).toEqual(['rate', 'rate']);
    });
  });

  it('may draw on its reserve for a burst', async () => {
    await withServer({ rateLimit: { perMinute: 15, burst: 20 } }, async (server) => {
      const statuses: number[] = [];
      for (let i = 0; i < 4; i += 1) statuses.push((await ask(server)).statusCode);
      expect(statuses).toEqual([200, 200, 200, 429]);
    });
  });

  it('is charged for what does not parse, and not for more', async () => {
    await withServer({ rateLimit: { perMinute: 100, burst: 0 } }, async (server) => {
      expect((await ask(server, {}, 'no document')).headers['ratelimit-remaining']).toBe('99');
    });
  });

  it('can ask for an operation that costs more than a minute holds', async () => {
    await withServer({ rateLimit: { perMinute: 5, burst: 0 } }, async (server) => {
      expect((await ask(server)).statusCode).toBe(429);
      expect((await ask(server, {}, '{ __typename }', '203.0.113.8')).statusCode).toBe(200);
    });
  });

  it('is not told of limits where there are none', async () => {
    await withServer({}, async (server) => {
      expect((await ask(server)).headers['ratelimit-limit']).toBeUndefined();
    });
  });
});

describe('clients are told apart', () => {
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
    ['by their address', true, {}, '203.0.113.1', {}, '203.0.113.2'],
    ['not by a port or an id', false, {}, '203.0.113.1', {}, '203.0.113.1'],
    [
      'not by what they say themselves',
      false,
      { 'x-forwarded-for': '1.1.1.1' },
      '203.0.113.1',
      { 'x-forwarded-for': '2.2.2.2' },
      '203.0.113.1',
    ],
    [
      'by what a proxy of ours says',
      true,
      { 'x-forwarded-for': '1.1.1.1' },
      '10.0.0.1',
      { 'x-forwarded-for': '2.2.2.2' },
      '10.0.0.1',
    ],
    [
      'by the last word of a proxy of ours',
      false,
      { 'x-forwarded-for': '8.8.8.8, 1.1.1.1' },
      '10.0.0.1',
      { 'x-forwarded-for': '9.9.9.9, 1.1.1.1' },
      '10.0.0.2',
    ],
    [
      'by the name that a proxy of ours gives them',
      true,
      { 'x-client': 'a' },
      '10.0.0.1',
      { 'x-client': 'b' },
      '10.0.0.1',
    ],
    [
      'not by a name that they give themselves',
      false,
      { 'x-client': 'a' },
      '203.0.113.1',
      { 'x-client': 'b' },
      '203.0.113.1',
    ],
    ['by the network, where it is of IPv6', false, {}, '2001:db8:1:2::1', {}, '2001:db8:1:2:ffff::2'],
    ['by networks of IPv6', true, {}, '2001:db8:1:2::1', {}, '2001:db8:1:3::1'],
    ['as one in both ways to write an address', false, {}, '203.0.113.9', {}, '::ffff:203.0.113.9'],
  ])('%s: %s', async (_name, apart, headers, address, otherHeaders, otherAddress) => {
    await withServer(options, async (server) => {
      expect(await isCountedApart([server, headers, query, address], [server, otherHeaders, query, otherAddress])).toBe(
        apart,
      );
    });
  });

  it('and routers that show their secret are not counted', async () => {
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

  it('takes from the minute first, then from the reserve', async () => {
    expect(await settled(40)).toBe(59);
    // Nothing is left of the minute, and something of the reserve.
    expect(await settled(250)).toBe(0);
  });

  it('beyond both keeps a client out until a minute at a time has paid it, and not longer than an hour', async () => {
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
  /** Waits until both have found Redis. */
  const untilTogether = (one: RateLimiter, other: RateLimiter) =>
    until(async () => {
      const client = `client ${(clients += 1)}`;
      await one.charge(client, 1);
      return (await other.charge(client, 1)).remaining === 98;
    });

  it('several processes count together', async () => {
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

  it('no request fails while it is away, each process counts for itself, and they count together when it is back', async () => {
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

  it('what one process settles all refuse, and for as long as its units take to come back', async () => {
    const [one, other] = [limiter(), limiter()];
    try {
      await untilTogether(one, other);
      // 400 beyond the 100 of this minute, from both at once, are four minutes.
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

  it('what is settled while it is away is kept by the process', async () => {
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

  it('one that stops to answer is not waited for', async () => {
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
