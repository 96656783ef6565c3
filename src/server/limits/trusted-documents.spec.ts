/** Documents that clients name by an id, and those that they register by a hash. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import type { GraphServer } from '../graph-server.js';
import type { RefusalReason } from './query-limits.js';
import { readTrustedDocuments } from './trusted-documents.js';

const malta = 'query Malta($name: String = "malta") { country(slug: $name) { name } }';
const answer = { data: { country: { name: 'Malta' } } };
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'osce-graph-documents-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = (content: unknown): string => {
  const file = join(folder, 'manifest.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const ofApollo = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [{ id: hashOf(malta), name: 'Malta', type: 'query', body: malta }],
};

describe('a manifest', () => {
  it.each([
    ['of Apollo', ofApollo],
    ['of documents by hash', { [hashOf(malta)]: malta }],
    ['of documents by name', { Malta: malta }],
    ['of documents by the hash that GraphQL over HTTP writes', { [`sha256:${hashOf(malta)}`]: malta }],
  ])('a manifest %s is read', async (_name, content) => {
    const documents = await readTrustedDocuments(manifest(content));
    expect([...documents.byId.values()]).toEqual([malta]);
    expect(documents.has(malta)).toBe(true);
  });

  it.each([
    ['that is not JSON', '{', /JSON/],
    ['that is not an object', [malta], /no JSON object/],
    ['with a document that is not a string', { a: 1 }, /"a" is no text/],
    ['with a document that does not parse', { a: '{' }, /"a" cannot be parsed/],
    ['with a hash of another document', { [`sha256:${hashOf('other')}`]: malta }, /is not the SHA-256/],
    ['with an operation without an id', { ...ofApollo, operations: [{ body: malta }] }, /has no id/],
  ])('a manifest %s is rejected with a message', async (_name, content, text) => {
    await expect(readTrustedDocuments(manifest(content))).rejects.toThrow(text);
  });
});

describe.each([
  ['with other documents allowed', false],
  ['with all others rejected', true],
])('trusted documents, %s,', (_name, only) => {
  let graph: TestGraph;
  const refusals: RefusalReason[] = [];
  const routerSecret = 'a secret of some length';
  beforeAll(async () => {
    const trustedDocuments = await readTrustedDocuments(manifest({ [hashOf(malta)]: malta, Malta: malta }));
    graph = await startTestGraph('organization', {
      trustedDocuments,
      trustedDocumentsOnly: only,
      persistedQueriesBytes: 1_000_000,
      routerSecret,
      onRefused: (reason) => refusals.push(reason),
    });
  });
  afterAll(() => graph.close());
  const post = (payload: object, headers: Record<string, string> = {}) =>
    graph.server.app.inject({ method: 'POST', url: '/graphql', payload, headers });
  const get = (params: Record<string, string>) =>
    graph.server.app.inject({
      url: `/graphql?${new URLSearchParams(params)}`,
      headers: { 'apollo-require-preflight': 'true' },
    });

  it.each<[string, object]>([
    ['by name', { documentId: 'Malta' }],
    ['by hash', { documentId: hashOf(malta), variables: { name: 'malta' } }],
    ['by a hash with its kind', { documentId: `sha256:${hashOf(malta)}` }],
    ['as Apollo clients do', { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(malta) } } }],
    ['by their text', { query: malta }],
  ])('a trusted document is answered when sent %s', async (_way, payload) => {
    expect((await post(payload)).json()).toEqual(answer);
  });

  it('a trusted document is answered by GET', async () => {
    const variables = JSON.stringify({ name: 'malta' });
    expect((await get({ documentId: 'Malta', variables })).json()).toEqual(answer);
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hashOf(malta) } });
    expect((await get({ extensions })).json()).toEqual(answer);
  });

  it.each<[string, unknown]>([
    ['unknown', 'Gozo'],
    ['an inherited property name', '__proto__'],
    ['not a string', { a: 1 }],
  ])('a document id that is %s is rejected', async (_case, documentId) => {
    const response = await post({ documentId });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
  });

  it('a request with both a document id and a query is rejected', async () => {
    expect((await post({ documentId: 'Malta', query: '{ __typename }' })).statusCode).toBe(400);
  });

  const others = [
    ['another document', { query: '{ country(slug: "malta") { name } }' }],
    ['an introspection', { query: getIntrospectionQuery() }],
    [
      'a registration by hash',
      { query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: hashOf('{ __typename }') } } },
    ],
  ] as const;

  it.each(others)(
    only ? 'with trusted documents only, %s is rejected' : 'beside trusted documents, %s is answered',
    async (_case, payload) => {
      refusals.length = 0;
      const response = await post(payload);
      if (only) {
        expect(response.statusCode).toBe(403);
        expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
        expect(refusals).toEqual(['untrusted']);
      } else {
        expect(response.statusCode).toBe(200);
        expect(response.json()).not.toHaveProperty('errors');
      }
    },
  );

  it('a router that sends its secret is not limited to trusted documents', async () => {
    const response = await post({ query: '{ _service { sdl } }' }, { 'router-authorization': routerSecret });
    expect(response.json()).toMatchObject({ data: { _service: { sdl: expect.any(String) } } });
  });
});

describe('automatic persisted queries', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph('organization');
  });
  afterAll(() => graph.close());

  const query = (i: number) => `{ country(isoCode: "MT") { name } } # ${i} ${'x'.repeat(1_000)}`;
  const persistedQuery = (text: string) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } },
  });
  const ask = async (server: GraphServer, payload: object) =>
    (await server.app.inject({ method: 'POST', url: '/graphql', payload })).json<{
      errors?: { extensions: { code: string } }[];
    }>();

  it('persisted queries are cached up to a number of bytes, and the oldest are evicted', async () => {
    const server = await graph.serve({ persistedQueriesBytes: 10_000 });
    try {
      for (let i = 0; i < 20; i += 1)
        expect(await ask(server, { query: query(i), ...persistedQuery(query(i)) })).toEqual(answer);
      expect(await ask(server, persistedQuery(query(19)))).toEqual(answer);
      expect((await ask(server, persistedQuery(query(0)))).errors?.[0]?.extensions.code).toBe(
        'PERSISTED_QUERY_NOT_FOUND',
      );
    } finally {
      await server.close();
    }
  });

  it('limits apply to a persisted query each time it is requested', async () => {
    const server = await graph.serve({ persistedQueriesBytes: 100_000 });
    try {
      const text = 'query ($n: Int) { newsItems(first: $n) { nodes { id } } }';
      await ask(server, { query: text, variables: { n: 1 }, ...persistedQuery(text) });
      expect((await ask(server, { variables: { n: 101 }, ...persistedQuery(text) })).errors).toHaveLength(1);
    } finally {
      await server.close();
    }
  });

  it.each([
    ['the hash of another document', { version: 1, sha256Hash: hashOf('another') }],
    ['an unknown version', { version: 2, sha256Hash: hashOf(query(1)) }],
    ['a malformed extension', 'hash'],
  ])('a persisted query with %s is rejected with a code and a reason', async (_name, named) => {
    const faults = graph.faults.length;
    const server = await graph.serve({ persistedQueriesBytes: 10_000 });
    try {
      const { errors } = await ask(server, { query: query(1), extensions: { persistedQuery: named } });
      expect(errors).toMatchObject([
        { message: expect.stringMatching(/sha|version/), extensions: { code: 'BAD_REQUEST' } },
      ]);
      expect(graph.faults).toHaveLength(faults);
    } finally {
      await server.close();
    }
  });

  it('disabled persisted queries are answered with PERSISTED_QUERY_NOT_SUPPORTED', async () => {
    const server = await graph.serve({ persistedQueriesBytes: 0 });
    try {
      expect((await ask(server, persistedQuery(query(0)))).errors?.[0]?.extensions.code).toBe(
        'PERSISTED_QUERY_NOT_SUPPORTED',
      );
    } finally {
      await server.close();
    }
  });
});
