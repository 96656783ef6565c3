/** The routes beside that of the graph that are counted as requests: over real HTTP. */
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import type { GraphServer, GraphServerOptions } from '../graph-server.js';
import { defaultOverloadLimits } from '../load-shedding/shed-load.js';
import { Metrics } from '../observability/metrics.js';

let graph: TestGraph;
let server: GraphServer;

beforeAll(async () => {
  graph = await startTestGraph('empty');
});
afterEach(() => server.close());
afterAll(() => graph.close());

async function originOf(app: FastifyInstance): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

async function serve(options: Partial<GraphServerOptions>): Promise<string> {
  const metrics = new Metrics({ database: () => graph.database.status, catalogue: () => graph.catalogue });
  server = await graph.serve({ observability: { metrics }, ...options });
  return originOf(server.app);
}

const ask = (origin: string, query: string) =>
  fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

describe.each(['/metrics', '/stitching.graphql'])('%s', (path) => {
  it(`${path} costs one unit and rejects a client without units before anything is computed`, async () => {
    const origin = await serve({ rateLimit: { perMinute: 3, burst: 0 } });
    const left: (string | null)[] = [];
    for (const method of ['GET', 'HEAD', 'GET']) {
      const { status, headers } = await fetch(origin + path, { method });
      expect(status).toBe(200);
      left.push(headers.get('ratelimit-remaining'));
    }
    expect(left).toEqual(['2', '1', '0']);
    const refused = await fetch(origin + path);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect((await fetch(origin + path, { method: 'HEAD' })).status).toBe(429);
    // It is one account with that of the graph.
    expect((await ask(origin, '{ __typename }')).status).toBe(429);
  });

  it(`${path} answers while all places of the graph are taken`, async () => {
    const overload = { ...defaultOverloadLimits, concurrent: 1, queued: 0, refusalDelayMs: 0, eventLoopMs: 60_000 };
    const origin = await serve({ overload });
    const holder = graph.dataSource.createQueryRunner();
    await holder.startTransaction();
    try {
      await holder.query('LOCK TABLE news_item IN ACCESS EXCLUSIVE MODE');
      const held = ask(origin, '{ newsItems(first: 1) { nodes { id } } }');
      for (let tries = 0; (await ask(origin, '{ __typename }')).status !== 503; tries += 1) {
        if (tries > 200) throw new Error('The place is not taken.');
      }
      for (let i = 0; i < 5; i += 1) expect((await fetch(origin + path)).status).toBe(200);
      await holder.rollbackTransaction();
      expect((await held).status).toBe(200);
    } finally {
      if (holder.isTransactionActive) await holder.rollbackTransaction();
      await holder.release();
    }
  });
});

describe('metrics at a port of their own', () => {
  it('metrics with a port of their own are served only there and are not rate-limited', async () => {
    const origin = await serve({ metricsApart: true, rateLimit: { perMinute: 1, burst: 0 } });
    const apart = await originOf(server.metricsApp!);
    expect((await ask(origin, '{ __typename }')).status).toBe(200);
    expect((await ask(origin, '{ __typename }')).status).toBe(429);
    for (let i = 0; i < 3; i += 1) {
      const scraped = await fetch(`${apart}/metrics`);
      expect([scraped.status, scraped.headers.get('ratelimit-limit')]).toEqual([200, null]);
      expect(await scraped.text()).toContain('graph_responses_total{status="429"} 1');
    }
    expect((await fetch(`${origin}/metrics`)).status).toBe(404);
    for (const path of ['/graphql', '/readyz', '/stitching.graphql', '/explorer'])
      expect([path, (await fetch(apart + path)).status]).toEqual([path, 404]);
  });

  it('an idle connection to the metrics port does not keep the server from closing', async () => {
    await serve({ metricsApart: true });
    const socket = connect(Number(new URL(await originOf(server.metricsApp!)).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await server.close();
    await closed;
  });

  it('without metrics no metrics port is opened', async () => {
    await serve({ metricsApart: true, observability: {} });
    expect(server.metricsApp).toBeUndefined();
  });
});
