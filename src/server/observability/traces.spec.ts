/** The traces that a server sends, as a small collector for OTLP over HTTP receives them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { build, startServer, type ServerProcess } from '../../testing/built-server.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';

interface Exported {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}
interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

let store: TestDatabase;
let server: ServerProcess;
const spans: Span[] = [];
const collector = createServer((incoming, outgoing) => {
  let body = '';
  incoming.on('data', (data: Buffer) => (body += data.toString()));
  incoming.on('end', () => {
    for (const { scopeSpans } of (JSON.parse(body) as Exported).resourceSpans) {
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});

beforeAll(async () => {
  await build();
  store = await createTestDatabase('organization');
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  server = await startServer({
    DATABASE_URL: store.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`,
  });
});
afterAll(async () => {
  server.child.kill('SIGKILL');
  collector.close();
  await store.drop();
});

const send = (traceparent: string, slug = 'a-secret-value') =>
  fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent },
    body: JSON.stringify({
      query: 'query Latest($slug: String!) { newsItem(slug: $slug) { id } newsItems(first: 3) { nodes { id } } }',
      variables: { slug },
    }),
  });
const trace = 'af7651916cd43dd8448eb211c80319c';
const caller = 'b7ad6b7169203331';

it('a request is a span in the trace of its caller if that is sampled, and statements are its child spans', async () => {
  await send(`00-0${trace}-${caller}-00`, 'another-secret-value');
  await send(`00-1${trace}-${caller}-01`);
  for (let tries = 0; tries < 600 && spans.length < 3; tries += 1) await delay(10);
  const root = spans.find(({ parentSpanId }) => parentSpanId === caller);
  expect(root).toMatchObject({ traceId: `1${trace}`, name: 'graphql Latest' });
  const statements = spans.filter(({ parentSpanId }) => parentSpanId === root!.spanId);
  expect(statements).toHaveLength(2);
  const text = statements[0]!.attributes.find(({ key }) => key === 'db.query.text')?.value.stringValue;
  expect(text).toMatch(/SELECT .+\$1/s);
  expect(spans).toHaveLength(3);
  expect(JSON.stringify(spans)).not.toContain('secret');
});

it('pending spans are exported before the process ends, including one of a cached response', async () => {
  spans.length = 0;
  await send(`00-2${trace}-${caller}-01`);
  expect(await server.end('SIGTERM')).toBe(0);
  expect(spans.map(({ name }) => name)).toEqual(['graphql Latest']);
});
