/** What clients are charged for what their requests took, on a real database and, where it is installed, a real Redis. */
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import pino from 'pino';
import { sql, type Reader } from '../../graph/sql.js';
import { Database } from '../../database/database.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { ResponseCache } from '../response-cache/response-cache.js';
import type { GraphServer, GraphServerOptions } from '../graph-server.js';
import { Metrics } from '../observability/metrics.js';
import { newRecord } from '../observability/request-record.js';
import { ClientUsage, defaultClientUsage } from '../../admission/client-usage.js';
import { countClients } from './clients.js';
import { Settlement } from './settlement.js';

const none = { databaseMs: 0, eventLoopMs: 0, sent10Kb: 0 };
const fast = '{ newsItems(first: 1) { nodes { id } } }';
const fastCost = 2;

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
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

const ask = async (server: GraphServer, text = fast, headers: Record<string, string> = {}) => {
  const answer = await server.app.inject({ method: 'POST', url: '/graphql', payload: { query: text }, headers });
  // The client is charged at the end of its answer.
  await delay(20);
  return answer;
};

/** A reader whose every statement takes so long in the database. */
const slow = (seconds: number, database: Database = graph.database): Reader => ({
  rows: async (statement, scope) => {
    await database.rows(sql`SELECT pg_sleep(${seconds})`, scope);
    return graph.database.rows(statement, scope);
  },
});

const byDatabase = { rateLimit: { perMinute: 200, burst: 0 }, weights: { ...none, databaseMs: 1 } };

describe('a client whose request took more than it was estimated to', () => {
  it('a client whose statements ran long is answered, and its next request is rejected', async () => {
    await withServer({ ...byDatabase, reader: slow(0.4) }, async (server) => {
      expect((await ask(server)).statusCode).toBe(200);
      expect((await ask(server)).json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    });
  });

  it('a client stays locked out until its units are refilled', async () => {
    await withServer({ ...byDatabase, reader: slow(0.7) }, async (server) => {
      await ask(server);
      // 500 units beyond the 200 of this minute are two and a half minutes more.
      const seconds = Number((await ask(server)).headers['retry-after']);
      expect(seconds).toBeGreaterThan(150);
    });
  });

  it('a client is charged for a statement that timed out', async () => {
    const database = new Database({ url: graph.url, statementTimeoutMs: 400 });
    try {
      await withServer({ ...byDatabase, reader: slow(30, database) }, async (server) => {
        expect((await ask(server)).json()).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
        expect((await ask(server)).statusCode).toBe(429);
      });
    } finally {
      await database.close();
    }
  });

  it('a client that disconnects is charged for its cancelled statement', async () => {
    await withServer({ ...byDatabase, reader: slow(30) }, async (server) => {
      await server.app.listen({ port: 0, host: '127.0.0.1' });
      const { port } = server.app.server.address() as AddressInfo;
      const leaving = request({
        port,
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json' },
      });
      leaving.on('error', () => undefined);
      leaving.end(JSON.stringify({ query: fast }));
      await delay(500);
      leaving.destroy();
      const status = async () =>
        (await fetch(`http://127.0.0.1:${port}/graphql?query=x`, { headers: { 'apollo-require-preflight': '1' } }))
          .status;
      for (let tries = 0; tries < 50 && (await status()) !== 429; tries += 1) await delay(20);
      expect(await status()).toBe(429);
    });
  });

  it('a client is not charged for waiting for a database connection', async () => {
    const database = new Database({ url: graph.url, poolSize: 1 });
    try {
      await withServer({ ...byDatabase, reader: database }, async (server) => {
        const [busy] = await Promise.all([database.rows(sql`SELECT pg_sleep(0.6)`), ask(server)]);
        expect(busy).toHaveLength(1);
        expect((await ask(server)).statusCode).toBe(200);
      });
    } finally {
      await database.close();
    }
  });

  it('a client is charged for the bytes of its answer', async () => {
    const weights = { ...none, sent10Kb: 1_000 };
    await withServer({ rateLimit: { perMinute: 100_000, burst: 0 }, weights }, async (server) => {
      const { body } = await ask(server, '{ countries(first: 100) { nodes { id name slug } } }');
      const { headers } = await ask(server);
      const before = Math.floor(Buffer.byteLength(body) / 10);
      expect(before).toBeGreaterThan(201);
      expect(Number(headers['ratelimit-remaining'])).toBe(100_000 - before - fastCost);
    });
  });

  it('a client is charged the estimate if that is higher than what was used', async () => {
    await withServer({ ...byDatabase, weights: none }, async (server) => {
      await ask(server);
      expect(Number((await ask(server)).headers['ratelimit-remaining'])).toBe(200 - 2 * fastCost);
    });
  });

  it('a router that sends its secret is not charged', async () => {
    const routerSecret = 'a secret of some length';
    await withServer({ ...byDatabase, reader: slow(0.4), routerSecret }, async (server) => {
      const headers = { 'router-authorization': routerSecret };
      for (let i = 0; i < 2; i += 1) expect((await ask(server, fast, headers)).statusCode).toBe(200);
      expect((await ask(server)).statusCode).toBe(200);
    });
  });

  it('a client pays one unit for a small cached response', async () => {
    const responseCache = new ResponseCache({ maxBytes: 1_000_000, catalogue: () => graph.catalogue.current });
    responseCache.setListening(true);
    const weights = { databaseMs: 1, eventLoopMs: 0, sent10Kb: 1 };
    await withServer({ rateLimit: { perMinute: 1_000, burst: 0 }, weights, responseCache }, async (server) => {
      await ask(server);
      const first = Number((await ask(server)).headers['ratelimit-remaining']);
      expect(Number((await ask(server)).headers['ratelimit-remaining'])).toBe(first - 1);
    });
  });
});

describe('what a request computes is charged', () => {
  const small = '{ __typename }';
  /**
   * What a request is charged, in thousandths of a millisecond: before its execution and in all; and the least of some
   * small ones on the same server.
   */
  async function charges(payload: object, headers: Record<string, string> = {}) {
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    let code: string | undefined;
    let before = NaN;
    const options = {
      logger,
      observability: { logRequests: true },
      rateLimit: { perMinute: 1e9, burst: 0 },
      weights: { ...none, eventLoopMs: 1_000 },
    };
    await withServer(options, async (server) => {
      for (let i = 0; i < 5; i += 1) await ask(server, small);
      const remoteAddress = '203.0.113.7';
      const answer = await server.app.inject({ method: 'POST', url: '/graphql', payload, headers, remoteAddress });
      before = 1e9 - Number(answer.headers['ratelimit-remaining']);
      code = answer.json<{ errors?: { extensions: { code: string } }[] }>().errors?.[0]?.extensions.code;
      await delay(20);
    });
    const charged = lines
      .filter((line) => line.includes('"msg":"request"'))
      .map((line) => (JSON.parse(line) as { charged: number }).charged);
    return { code, before, charged: charged.at(-1)!, least: Math.min(...charged.slice(0, -1)) };
  }
  /** Fields of one name: each is compared with all others. */
  const many = `{ ${'newsItems { nodes { id } } '.repeat(280)}`;

  it.each([
    ['a valid document of 2,000 tokens that a limit rejects', `${many} }`, 'LIMIT_EXCEEDED'],
    ['an invalid document', `${many} nothing }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['a long text that does not parse', `{ newsItem(slug: "${'x'.repeat(900_000)}") `, 'GRAPHQL_PARSE_FAILED'],
  ])('a client is charged for the time of %s', async (_name, query, expected) => {
    const { code, charged, least } = await charges({ query });
    expect(code).toBe(expected);
    expect(charged).toBeGreaterThan(3 * least);
  });

  it.each([
    ['a plan', {}],
    ['graphql-js', { 'graph-cost': 'report' }],
  ])('a client is charged for the time of a resolver called by %s', async (_name, headers) => {
    const query = 'query ($text: String!) { countryMentions(text: $text) { quote country { name } } }';
    const { charged, before } = await charges(
      { query, variables: { text: 'Italy and Spain. '.repeat(5_000) } },
      headers,
    );
    expect(charged).toBeGreaterThan(5 * before);
  });

  it('a document that took longer to check than the estimate is charged before execution', async () => {
    const options = { rateLimit: { perMinute: 1e6, burst: 0 }, weights: { ...none, eventLoopMs: 1_000 } };
    await withServer(options, async (server) => {
      const { headers } = await server.app.inject({ method: 'POST', url: '/graphql', payload: { query: small } });
      expect(Number(headers['ratelimit-remaining'])).toBeLessThan(1e6 - 1);
    });
  });
});

it('the cost report contains what the request used', async () => {
  await withServer({ weights: { databaseMs: 1, eventLoopMs: 2, sent10Kb: 1 } }, async (server) => {
    const report = await ask(server, fast, { 'graph-cost': 'report' });
    expect(report.json()).toMatchObject({
      extensions: {
        cost: {
          estimate: fastCost,
          took: {
            databaseMs: expect.any(Number),
            eventLoopMs: expect.any(Number),
            bytes: expect.any(Number),
            units: expect.any(Number),
          },
        },
      },
    });
    const failed = await ask(server, '{ nothing', { 'graph-cost': 'report' });
    expect(failed.json()).toMatchObject({ extensions: { cost: { took: { databaseMs: 0 } } } });
  });
});

it('the log and the metrics contain what was used and charged', async () => {
  const lines: string[] = [];
  const metrics = new Metrics({ database: () => graph.database.status, catalogue: () => graph.catalogue });
  const observability = { logRequests: true, metrics };
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  await withServer({ ...byDatabase, reader: slow(0.4), observability, logger }, async (server) => {
    await ask(server);
    const line = JSON.parse(lines.find((text) => text.includes('"msg":"request"'))!) as Record<string, number>;
    expect(line).toMatchObject({ eventLoopMs: expect.any(Number), bytes: expect.any(Number) });
    expect(line['databaseMs']).toBeGreaterThan(390);
    expect(line['charged']).toBeGreaterThan(390);
    // Asked by another client: this one owes more than it may have.
    const { body } = await server.app.inject({ url: '/metrics', remoteAddress: '127.0.0.2' });
    const unitsOf = (kind: string) =>
      Number(new RegExp(`graph_charged_units_total\\{kind="${kind}"\\} ([\\d.]+)`).exec(body)?.[1]);
    expect(unitsOf('estimate')).toBe(fastCost);
    expect(unitsOf('database') + fastCost).toBeCloseTo(line['charged']!, 5);
  });
});

it('usage is recorded once per part without a rate limit, and not for routers', () => {
  const usage = new ClientUsage(defaultClientUsage, () => 0);
  const isRouter = ({ client }: Pick<FastifyRequest, 'client'>) => client === 'router';
  const clients = countClients({}, isRouter, () => undefined);
  const settlement = new Settlement({ clients, weights: undefined, isRouter, usage, metrics: undefined });
  const record = { ...newRecord(), eventLoopMs: 200 };
  settlement.settle({ client: 'a' } as FastifyRequest, record);
  settlement.settle({ client: 'router' } as FastifyRequest, { ...newRecord(), eventLoopMs: 200 });
  expect(usage.isHeavy('a')).toBe(false);
  record.eventLoopMs += 150;
  settlement.settle({ client: 'a' } as FastifyRequest, record);
  expect([usage.recent('a'), usage.recent('router')]).toEqual([350, 0]);
});
