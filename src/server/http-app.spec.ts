/** What connections may send, and what browsers are told; over real connections where it matters. */
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import pino from 'pino';
import { readEnvironment } from '../settings/environment.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { createApp } from './http-app.js';
import type { RefusalReason } from './limits/query-limits.js';

const { httpLimits } = readEnvironment({});
const refusals: RefusalReason[] = [];
let graph: TestGraph;
let port: number;
beforeAll(async () => {
  graph = await startTestGraph('organization', {
    httpLimits: {
      ...httpLimits,
      headersTimeoutMs: 300,
      requestTimeoutMs: 600,
      keepAliveTimeoutMs: 200,
      headerBytes: 4_096,
    },
    onRefused: (reason) => refusals.push(reason),
  });
  port = Number(new URL(await graph.server.app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => graph.close());

const query = { query: '{ country(isoCode: "MT") { name } }' };
const answer = { data: { country: { name: 'Malta' } } };
const post = (payload: string | Buffer, headers: Record<string, string> = {}) =>
  graph.server.app.inject({
    method: 'POST',
    url: '/graphql',
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });

/** What the server answers to some bytes until it closes the connection. */
async function send(...parts: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (data: Buffer) => (text += data.toString()));
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return text;
}

describe('a body', () => {
  it.each(['utf-8', 'UTF-8', 'utf8', '"utf-8"'])('a body in charset %s is read', async (charset) => {
    expect(
      (await post(JSON.stringify(query), { 'content-type': `application/json; charset=${charset}` })).json(),
    ).toEqual(answer);
  });

  it.each([
    'application/json; charset=utf-16',
    'application/json;charset=UTF-7',
    'application/json; charset="latin1"',
    'application/json; charset=utf-8; charset=utf-16',
  ])('a body of type %s is rejected with 415', async (contentType) => {
    refusals.length = 0;
    const response = await post(JSON.stringify(query), { 'content-type': contentType });
    expect(response.statusCode).toBe(415);
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(refusals).toEqual(['charset']);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('a body compressed with %s is read', async (encoding, compress) => {
    const response = await post(compress(JSON.stringify(query)), { 'content-encoding': encoding });
    expect(response.json()).toEqual(answer);
  });

  it('the size limit of a body applies after decompression', async () => {
    refusals.length = 0;
    const bomb = gzipSync(JSON.stringify({ query: `{ __typename } #${' '.repeat(50_000_000)}` }));
    expect(bomb.length).toBeLessThan(100_000);
    const response = await post(bomb, { 'content-encoding': 'gzip' });
    expect(response.statusCode).toBe(413);
    expect(response.json()).toMatchObject({
      errors: [{ extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit: 'body', allowed: 1_000_000 } } }],
    });
    expect(refusals).toEqual(['body']);
  });

  it.each([
    ['above the size limit', 413, 'LIMIT_EXCEEDED', 'x'.repeat(1_000_001), {}],
    ['with an unknown content encoding', 415, 'BAD_REQUEST', '{}', { 'content-encoding': 'compress' }],
    ['that does not match its content encoding', 400, 'BAD_REQUEST', 'no gzip at all', { 'content-encoding': 'gzip' }],
    ['that is not JSON', 400, 'BAD_REQUEST', '{"query":', {}],
    ['of another type', 415, 'BAD_REQUEST', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['with __proto__ in it', 400, 'BAD_REQUEST', '{"query":"{ __typename }","variables":{"__proto__":{"a":1}}}', {}],
    ['with several operations', 400, 'BAD_REQUEST', JSON.stringify([query, query]), {}],
  ])('a body %s is rejected with %d and a code', async (_name, status, code, payload, headers) => {
    const response = await post(payload, headers as Record<string, string>);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ errors: [{ message: expect.any(String), extensions: { code } }] });
    expect(response.body).not.toMatch(/node_modules|\.js:/);
  });

  it('the error for a body with __proto__ names the key', async () => {
    expect((await post('{"query":"{ __typename }","extensions":{"__proto__":1}}')).body).toContain('__proto__');
  });
});

describe('a URL', () => {
  /** `%FF` is not UTF-8: a strict decoder fails on the whole URL. */
  const get = (document: string, variables = '{}') =>
    graph.server.app.inject({
      url: `/graphql?query=${encodeURIComponent(document)}%23%FF&variables=${encodeURIComponent(variables).replace('BYTE', '%FF')}`,
      headers: { 'apollo-require-preflight': '1' },
    });

  it('invalid UTF-8 in a URL is read as replacement characters', async () => {
    expect((await get(query.query)).json()).toEqual(answer);
  });

  it.each([
    ['brackets', 'LIMIT_EXCEEDED', `{ countries(orderBy: ${'['.repeat(99)}${']'.repeat(99)}) { totalCount } }`, '{}'],
    ['U+0000', 'BAD_USER_INPUT', '{ country(slug: "a\\u0000") { id } }', '{}'],
    [
      'variables',
      'LIMIT_EXCEEDED',
      'query ($w: CountryWhere) { countries(where: $w) { totalCount } }',
      `{"a":"BYTE","w":${'{"and":['.repeat(17)}${']}'.repeat(17)}}`,
    ],
  ])('a URL with invalid UTF-8 does not bypass limits: %s', async (_name, code, document, variables) => {
    const before = graph.database.statementCount;
    expect((await get(document, variables)).json()).toMatchObject({ errors: [{ extensions: { code } }] });
    expect(graph.database.statementCount).toBe(before);
  });

  it.each(['[', 'a b', '%'])('an invalid Host header (%s) is rejected with 400', async (host) => {
    const text = await send(
      `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
    );
    expect(text).toContain('HTTP/1.1 400');
    expect(text).toContain('"BAD_REQUEST"');
  });

  it.each(['PUT', 'DELETE', 'PATCH'] as const)('%s /graphql is rejected with 405', async (method) => {
    const { statusCode, headers, body } = await graph.server.app.inject({ method, url: '/graphql' });
    expect([statusCode, headers['allow']]).toEqual([405, 'GET, POST']);
    expect(body).toContain('"BAD_REQUEST"');
  });
});

describe('a connection', () => {
  it('a request with too large headers is answered with 431', async () => {
    expect(await send(`GET /livez HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(5_000)}\r\n\r\n`)).toContain('431');
  });

  it('a connection that does not finish its headers is answered with 408 and closed', async () => {
    expect(await send('GET /livez HTTP/1.1\r\nhost: a\r\n')).toContain('408');
  });

  it('a connection that does not finish its body is answered with 408 and closed', async () => {
    const head = 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{';
    expect(await send(head)).toContain('408');
  });

  it('an idle connection is closed', async () => {
    const text = await send('GET /livez HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(text).toContain('200 OK');
  });
});

describe('browsers', () => {
  it('security headers forbid loading resources, framing and content sniffing', async () => {
    const { headers } = await post(JSON.stringify(query));
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('the content security policy of the endpoint allows only Apollo Sandbox', async () => {
    const { headers, body } = await graph.server.app.inject({ url: '/graphql', headers: { accept: 'text/html' } });
    expect(body).toContain('<html');
    expect(headers['content-security-policy']).toContain('frame-src https://sandbox.embed.apollographql.com');
  });

  it.each([
    ['a form of another page', { 'content-type': 'text/plain' }],
    ['a form without a type', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('a query sent by a browser for %s is rejected', async (_name, headers) => {
    const response = await post(JSON.stringify(query), headers);
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.body).not.toContain('Malta');
  });

  it('a GET query is rejected without a preflight header', async () => {
    const get = (headers: Record<string, string>) =>
      graph.server.app.inject({ url: '/graphql', query: { query: query.query }, headers });
    const { statusCode, body } = await get({});
    expect([statusCode, body.includes('Malta')]).toEqual([400, false]);
    expect((await get({ 'apollo-require-preflight': 'true' })).json()).toEqual(answer);
  });

  it('CORS allows listed origins with the headers that clients send', async () => {
    const preflight = (origin: string) =>
      graph.server.app.inject({
        method: 'OPTIONS',
        url: '/graphql',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,graph-cost',
        },
      });
    const allowed = await preflight('https://studio.apollographql.com');
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://studio.apollographql.com',
      'access-control-allow-headers': 'content-type,graph-cost',
    });
    expect((await preflight('https://elsewhere.example')).headers['access-control-allow-origin']).toBeUndefined();
  });
});

it('the server disconnects a client that does not read its answers', async () => {
  const app = await createApp(
    { logger: pino({ level: 'silent' }), corsOrigins: [], httpLimits: { ...httpLimits, stallTimeoutMs: 300 } },
    () => false,
    { accepting: true },
    () => undefined,
  );
  const large = Buffer.alloc(1_000_000);
  app.get('/large', (_request, reply) => reply.send(large));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port: own } = app.server.address() as AddressInfo;
  const client = connect(own, '127.0.0.1').pause();
  client.on('error', () => undefined);
  const [served] = (await once(app.server, 'connection')) as [Socket];
  // More than the buffers of both ends hold.
  client.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(50));
  try {
    await once(served, 'close', { signal: AbortSignal.timeout(20_000) });
  } finally {
    client.destroy();
    await app.close();
  }
});

it('without the explorer no page is served', async () => {
  const plain = await graph.serve({ explorer: false });
  try {
    for (const url of ['/', '/explorer', '/graphql']) {
      const { statusCode, body } = await plain.app.inject({
        url,
        headers: { accept: 'text/html', 'accept-encoding': 'br' },
      });
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(body).not.toContain('<html');
    }
  } finally {
    await plain.close();
  }
});

describe('HTTP semantics', () => {
  it.each(['GZIP', 'x-gzip', 'X-Gzip', 'gzip'])('a body with Content-Encoding %s is read', async (coding) => {
    const body = gzipSync(JSON.stringify(query));
    expect((await post(body, { 'content-encoding': coding })).json()).toEqual(answer);
  });

  it('a body with Content-Encoding identity is read as it is', async () => {
    expect((await post(JSON.stringify(query), { 'content-encoding': 'Identity' })).json()).toEqual(answer);
  });

  it('OPTIONS is answered without an Origin header', async () => {
    const response = await graph.server.app.inject({ method: 'OPTIONS', url: '/graphql' });
    expect(response.statusCode).toBe(204);
  });

  it.each([
    ['an answer', { method: 'POST', url: '/graphql', payload: query }],
    ['a rejection', { method: 'POST', url: '/graphql', payload: { query: '{ nothing }' } }],
    [
      'a body that is not JSON',
      { method: 'POST', url: '/graphql', payload: '{', headers: { 'content-type': 'application/json' } },
    ],
    ['another method', { method: 'PUT', url: '/graphql' }],
    ['an unknown URL', { method: 'GET', url: '/nothing' }],
    ['readiness', { method: 'GET', url: '/readyz' }],
    [
      'an answer for another origin',
      { method: 'POST', url: '/graphql', payload: query, headers: { origin: 'https://a.example' } },
    ],
  ] as const)('Vary includes Accept for %s', async (_, request) => {
    const { headers } = await graph.server.app.inject(request as never);
    const names = String(headers['vary']).toLowerCase().split(/,\s*/);
    expect(names.filter((name) => name === 'accept')).toHaveLength(1);
  });
});

describe('an unknown URL', () => {
  it.each([
    ['an unknown URL', 404, '/'],
    ['a URL that cannot be decoded', 400, '/%zz'],
  ])('the error for %s does not repeat it', async (_, status, path) => {
    const response = await graph.server.app.inject({ url: path + 'x'.repeat(3_000) });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ statusCode: status, message: expect.any(String) });
    expect(response.body.length).toBeLessThan(200);
  });
});
