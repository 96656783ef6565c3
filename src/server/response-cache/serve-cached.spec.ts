import { aNewsItem } from '../../content/news-item/news-item.fixture.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { ResponseCache } from './response-cache.js';
import { startKeepingServer, type CachingServer } from './served.fixture.js';
import { AnswerDependencies } from '../../graph/dependencies.js';

let graph: TestGraph;
let keeping: CachingServer;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  keeping = await startKeepingServer(graph.url, { tagHeader: 'surrogate-key', staleWhileRevalidate: 30 });
});
afterAll(async () => {
  await keeping.close();
  await graph.close();
});

const add = async (title: string) => {
  const record = aNewsItem({ title });
  await graph.add(record);
  await keeping.caughtUp();
  return record;
};

/** Returns how many statements a request runs. */
async function statements(ask: () => Promise<unknown>): Promise<number> {
  const before = keeping.database.statementCount;
  await ask();
  return keeping.database.statementCount - before;
}

/** Whether a request is a cache hit. */
async function isHit(query: string): Promise<boolean> {
  const { hits } = keeping.responseCache.counts;
  await keeping.ask(query);
  return keeping.responseCache.counts.hits > hits;
}

const get = (query: string, headers: Record<string, string> = {}) =>
  keeping.server.app.inject({
    url: `/graphql?query=${encodeURIComponent(query)}`,
    headers: { 'apollo-require-preflight': 'yes', ...headers },
  });

describe('a cached response', () => {
  it('a cached response runs no statement and is byte-identical', async () => {
    const query = '{ newsItems(first: 3) { totalCount nodes { title issuedBy { name } } } }';
    const first = await keeping.ask(query);
    expect(await statements(async () => expect(await keeping.ask(query)).toBe(first))).toBe(0);
  });

  it('a cached null is invalidated when the missing node is created', async () => {
    const { slug } = aNewsItem();
    const query = `{ newsItem(slug: "${slug}") { title } }`;
    expect(await keeping.ask(query)).toBe('{"data":{"newsItem":null}}\n');
    expect(await statements(() => keeping.ask(query))).toBe(0);
    await graph.add(aNewsItem({ slug, title: 'It came' }));
    await keeping.caughtUp();
    expect(await keeping.ask(query)).toBe('{"data":{"newsItem":{"title":"It came"}}}\n');
  });

  it('a cached page of news is invalidated when a project or an event of its news changes', async () => {
    const event = { type: 'Event', slug: 'a-forum-of-many', title: 'A forum' } as const;
    const item = aNewsItem({ projects: ['e-vidence'], events: [event.slug] });
    await graph.add(event, item);
    await keeping.caughtUp();
    const where = `where: { slug: { eq: "${item.slug}" } }`;
    for (const [table, field] of [
      ['project', 'name'],
      ['event', 'title'],
    ] as const) {
      const query = `{ newsItems(${where}) { nodes { ${table}s { ${field} } } } }`;
      await keeping.ask(query);
      expect(await statements(() => keeping.ask(query))).toBe(0);
      await graph.dataSource.query(`UPDATE ${table} SET ${field} = ${field} || ' anew' WHERE slug = ANY($1)`, [
        ['e-vidence', event.slug],
      ]);
      await keeping.caughtUp();
      expect(await keeping.ask(query)).toContain(' anew');
    }
  });

  it('a cached response that depends on the date expires at midnight', async () => {
    const query = '{ organization { chairpersonship { year } } }';
    const later = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(ms);
    const now = Date.now();
    const midnight = now - (now % 86_400_000) + 86_400_000;
    await keeping.ask(query);
    try {
      later(midnight - 1);
      expect(await isHit(query)).toBe(true);
      later(midnight);
      expect(await isHit(query)).toBe(false);
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('a cached response survives changes to other nodes and to list positions that it does not show', async () => {
    await add('Another');
    const { newsItems } = await graph.data<{ newsItems: { nodes: { slug: string }[] } }>(
      '{ newsItems(first: 100) { nodes { slug } } }',
    );
    const shown = newsItems.nodes[0]!.slug;
    const last = newsItems.nodes.at(-1)!.slug;
    const queries = ['{ newsItems(first: 2) { nodes { title } } }', `{ newsItem(slug: "${shown}") { title body } }`];
    for (const query of queries) await keeping.ask(query);
    await graph.dataSource.query('UPDATE news_item SET title = $1 WHERE slug = $2', ['Changed', last]);
    await keeping.caughtUp();
    for (const query of queries) expect(await statements(() => keeping.ask(query))).toBe(0);
  });

  it('a cached response is invalidated when the catalogue changes', async () => {
    const query = '{ newsItems(first: 1) { nodes { issuedBy { name } } } country(isoCode: "MT") { capital } }';
    await keeping.ask(query);
    await graph.dataSource.query(`UPDATE country SET capital = 'Mdina' WHERE iso_code = 'MT'`);
    for (let i = 0; i < 200 && !(await keeping.ask(query)).includes('Mdina'); i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await keeping.ask(query)).toContain('Mdina');
  });

  it('a cached response is invalidated after a catalogue change that was reverted before it was read', async () => {
    const query = '{ offices(where: { name: { eq: "For a moment" } }) { totalCount } }';
    const name = (value: string) =>
      graph.dataSource.query<{ name: string }[]>(
        `UPDATE office SET name = $1 FROM office AS before WHERE before.id = office.id AND office.slug =
           (SELECT min(slug) FROM office) RETURNING before.name`,
        [value],
      );
    const read = keeping.database.snapshot.bind(keeping.database);
    let goOn!: () => void;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const reading = jest.spyOn(keeping.database, 'snapshot').mockImplementation(async (from) => {
      await gate;
      return read(from);
    });
    const { readings } = keeping.catalogue;
    const [rows] = (await name('For a moment')) as unknown as [{ name: string }[]];
    expect(await keeping.ask(query)).toContain('"totalCount":1');
    await name(rows[0]!.name);
    goOn();
    // One reading for each of both changes.
    for (let i = 0; i < 500 && keeping.catalogue.readings < readings + 2; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    reading.mockRestore();
    expect(await keeping.ask(query)).toContain('"totalCount":0');
  });

  it('concurrent identical requests are executed once and share the response', async () => {
    const query = '{ newsItems(first: 4) { nodes { slug } } }';
    expect(await statements(() => Promise.all(Array.from({ length: 8 }, () => keeping.ask(query))))).toBe(1);
  });

  it('a cached response is shared only by requests with the same router secret and without credentials', async () => {
    const query = '{ newsItems(first: 6) { nodes { slug } } }';
    await keeping.ask(query);
    for (const header of ['authorization', 'cookie', 'router-authorization', 'graph-cost']) {
      expect(await statements(() => keeping.ask(query, undefined, { [header]: 'something' }))).toBe(1);
    }
    expect(await statements(() => keeping.ask(query, undefined, { 'router-authorization': 'something' }))).toBe(0);
  });

  it('a response with errors is not cached', async () => {
    const query = '{ newsItems(first: 0) { nodes { slug } } }';
    const { kept } = keeping.responseCache.counts;
    for (let i = 0; i < 2; i += 1) expect(await keeping.ask(query)).toContain('BAD_USER_INPUT');
    expect(keeping.responseCache.counts.kept).toBe(kept);
  });

  it('Surrogate-Key lists the nodes that a response contains', async () => {
    const { slug } = await add('Told');
    const query = `{ newsItem(slug: "${slug}") { id } }`;
    const { headers, body } = await get(query);
    const { data } = JSON.parse(body) as { data: { newsItem: { id: string } } };
    expect(headers['surrogate-key']).toBe(data.newsItem.id);
  });
});

it('Cache-Tag separates tags by commas and lists the kinds of lists and of their conditions', async () => {
  const other = await startKeepingServer(graph.url, { tagHeader: 'cache-tag' });
  const tagsOf = async (query: string) => {
    const url = `/graphql?query=${encodeURIComponent(query)}`;
    const { headers } = await other.server.app.inject({ url, headers: { 'apollo-require-preflight': 'yes' } });
    return headers['cache-tag'];
  };
  expect(
    await tagsOf(
      '{ newsItems(where: { slug: { eq: "no" }, events: { some: { title: { eq: "x" } } } }) { totalCount } }',
    ),
  ).toBe('NewsItem,Event');
  expect(await tagsOf('{ coverage(by: COUNTRY) { withNewsCount } }')).toBe('everything');
  await other.close();
});

describe('over HTTP', () => {
  it('Vary names each header once on a cache miss and on a cache hit', async () => {
    for (const outcome of ['made', 'kept']) {
      const { vary } = (await get('{ newsItems(first: 6) { nodes { slug } } }')).headers;
      const names = String(vary).toLowerCase().split(/,\s*/);
      expect([outcome, names]).toEqual([outcome, [...new Set(names)]]);
      expect(names).toContain('accept');
    }
  });

  it('If-None-Match with the current ETag is answered with 304, cached or not', async () => {
    const query = '{ newsItems(first: 7) { nodes { slug } } }';
    const first = await get(query);
    const etag = first.headers['etag'] as string;
    const again = await get(query, { 'if-none-match': etag });
    expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', etag]);
    // A cache takes over what a 304 says of the answer that it has.
    const { vary, 'cache-control': policy } = (await get(query)).headers;
    expect(again.headers).toMatchObject({ vary, 'cache-control': policy });
    expect(again.headers['content-type']).toBeUndefined();
    expect(again.headers['content-length']).toBeUndefined();
    await add('New');
    expect((await get(query, { 'if-none-match': 'W/"other"' })).statusCode).toBe(200);
  });

  it('a cached response is compressed for clients that accept it, and Vary includes Accept-Encoding', async () => {
    const query = '{ newsItems(first: 20) { nodes { id slug title body } } }';
    const plain = (await get(query)).body;
    let response = await get(query, { 'accept-encoding': 'gzip, br' });
    for (let i = 0; i < 100 && !response.headers['content-encoding']; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      response = await get(query, { 'accept-encoding': 'gzip, br' });
    }
    expect(response.headers).toMatchObject({
      'content-encoding': 'br',
      vary: expect.stringContaining('accept-encoding'),
    });
    expect(response.rawPayload.length).toBeLessThan(plain.length / 2);
    expect((await get(query)).body).toBe(plain);
  });

  it.each([
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0.5', 'gzip'],
    ['X-GZIP', 'gzip'],
    ['x-gzip;q=0', undefined],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.0,gzip;q=0', undefined],
    ['identity', undefined],
    ['brotli', undefined],
  ])('a cached response to Accept-Encoding "%s" is encoded as %s', async (accepted, encoding) => {
    const query = '{ newsItems(first: 19) { nodes { id slug title body } } }';
    let response = await get(query);
    for (let i = 0; i < 100 && response.headers['content-encoding'] !== encoding; i += 1) {
      response = await get(query, { 'accept-encoding': accepted });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect((await get(query, { 'accept-encoding': accepted })).headers['content-encoding']).toBe(encoding);
  });

  it('public responses have stale-while-revalidate and private ones do not, cached or not', async () => {
    const query = '{ newsItems(first: 11) { nodes { slug } } }';
    for (let i = 0; i < 2; i += 1) {
      expect((await get(query)).headers['cache-control']).toBe('max-age=60, public, stale-while-revalidate=30');
    }
    const secret = { 'router-authorization': 'something' };
    for (let i = 0; i < 2; i += 1) {
      expect((await get(query, secret)).headers['cache-control']).toBe('max-age=60, private');
    }
  });

  it('a request without a preflight header (CSRF) gets no cached response', async () => {
    const query = '{ newsItems(first: 8) { nodes { slug } } }';
    await get(query);
    expect((await get(query, { 'apollo-require-preflight': '' })).statusCode).toBe(400);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain; charset=utf-8'])(
    'a GET with Content-Type %s is rejected with 415, cached or not',
    async (type) => {
      const query = `{ newsItems(first: 4) { totalCount } } # ${type}`;
      const cold = await get(query, { 'content-type': type });
      expect((await get(query)).statusCode).toBe(200);
      const warm = await get(query, { 'content-type': type });
      expect([cold.statusCode, warm.statusCode, warm.body]).toEqual([415, 415, cold.body]);
    },
  );

  it('Accept decides the content type of the response, cached or not', async () => {
    const query = '{ newsItems(first: 9) { nodes { slug } } }';
    const type = 'application/graphql-response+json';
    for (let i = 0; i < 2; i += 1) {
      expect((await get(query)).headers['content-type']).toMatch(/^application\/json/);
      expect((await get(query, { accept: type })).headers['content-type']).toMatch(/^application\/graphql-response/);
    }
  });
});

describe('the response cache', () => {
  const catalogue = {} as never;
  const answer = { body: Buffer.from('{}'), headers: {} };
  const keeper = (maxBytes = 100_000) => {
    const responseCache = new ResponseCache({ maxBytes, catalogue: () => catalogue });
    responseCache.setListening(true);
    return responseCache;
  };
  const usesOf = (...ids: string[]) => {
    const dependencies = new AnswerDependencies();
    dependencies.nodes(ids);
    return dependencies;
  };

  it('a response is not cached if a change invalidated it while it was computed', () => {
    const responseCache = keeper();
    const since = responseCache.begin();
    responseCache.change({ kind: 'Event', id: 'a' });
    expect(responseCache.keep('key', since, usesOf('a'), catalogue, answer)).toBeUndefined();
    expect(responseCache.keep('key', since, usesOf('b'), catalogue, answer)).toBeDefined();
  });

  it('a response is not cached if more changes came while it was computed than are remembered', () => {
    const responseCache = keeper();
    const since = responseCache.begin();
    for (let i = 0; i < 5_000; i += 1) responseCache.change({ kind: 'Event', id: `${i}` });
    expect(responseCache.keep('key', since, usesOf('b'), catalogue, answer)).toBeUndefined();
  });

  it('without change notifications nothing is cached or served, and earlier entries are dropped', () => {
    const responseCache = keeper();
    responseCache.keep('key', responseCache.begin(), usesOf('a'), catalogue, answer);
    const since = responseCache.begin();
    responseCache.setListening(false);
    expect(responseCache.get('key')).toBeUndefined();
    expect(responseCache.keep('key', responseCache.begin(), usesOf('a'), catalogue, answer)).toBeUndefined();
    responseCache.setListening(true);
    expect(responseCache.keep('key', since, usesOf('a'), catalogue, answer)).toBeUndefined();
    expect(responseCache.keep('key', responseCache.begin(), usesOf('a'), catalogue, answer)).toBeDefined();
  });

  it('the memory limit of the response cache includes compressed bodies and recorded dependencies', () => {
    const responseCache = keeper(150_000);
    const small = { body: Buffer.alloc(4_000), headers: {} };
    const kepts = Array.from({ length: 20 }, (_, i) =>
      responseCache.keep(`key${i}`, responseCache.begin(), usesOf(`${i}`), catalogue, small)!,
    );
    expect(responseCache.size.answers).toBe(20);
    for (const answer of kepts) {
      responseCache.addEncoded(answer, 'br', Buffer.alloc(2_000));
      expect(responseCache.size.bytes).toBeLessThanOrEqual(150_000);
    }
    expect(responseCache.size.answers).toBeLessThan(20);
    const walk = new AnswerDependencies();
    walk.edgesOf(new Set(Array.from({ length: 50 }, (_, i) => `${i}`)), []);
    const other = keeper(1_000_000);
    other.keep('walk', other.begin(), walk, catalogue, answer);
    expect(other.size.bytes).toBeGreaterThan(20_000);
  });

  it('the response cache evicts entries that have not been requested recently', () => {
    const responseCache = keeper();
    const large = { body: Buffer.alloc(9_000), headers: {} };
    for (let i = 0; i < 20; i += 1) {
      responseCache.keep(`key${i}`, responseCache.begin(), usesOf(`${i}`), catalogue, large);
      responseCache.get('key0');
      expect(responseCache.size.bytes).toBeLessThanOrEqual(100_000);
    }
    expect(responseCache.get('key0')).toBeDefined();
    expect(responseCache.get('key1')).toBeUndefined();
    expect(
      responseCache.keep('huge', responseCache.begin(), usesOf('h'), catalogue, {
        body: Buffer.alloc(50_000),
        headers: {},
      }),
    ).toBeUndefined();
  });
});

it('losing the LISTEN connection clears the response cache, and no stale response is served', async () => {
  const query = '{ newsItems(first: 1, where: { title: { eq: "While nobody listened" } }) { totalCount } }';
  await keeping.ask(query);
  await graph.dataSource.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'osce-content-graph listener'`,
  );
  for (let i = 0; i < 200 && keeping.responseCache.isStoring; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await graph.add(aNewsItem({ title: 'While nobody listened' }));
  expect(await keeping.ask(query)).toBe('{"data":{"newsItems":{"totalCount":1}}}\n');
  for (let i = 0; i < 200 && !keeping.responseCache.isStoring; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  await keeping.ask(query);
  expect(await statements(() => keeping.ask(query))).toBe(0);
});
