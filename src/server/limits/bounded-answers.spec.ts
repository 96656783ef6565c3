/** Answers, lists and orders have bounds with a code, whoever executes the operation and whatever is stored. */
import { readEnvironment } from '../../settings/environment.js';
import { aNewsItem } from '../../content/news-item/news-item.fixture.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import type { GraphServer } from '../graph-server.js';
import type { CostReport } from './cost/report.js';
import type { RefusalReason } from './query-limits.js';

const { limits } = readEnvironment({});
const answerBytes = 200_000;
const refusals: RefusalReason[] = [];
let graph: TestGraph;
let small: GraphServer;
beforeAll(async () => {
  graph = await startTestGraph('organization', { onRefused: (reason) => refusals.push(reason) });
  small = await graph.serve({ limits: { ...limits, answerBytes }, onRefused: (reason) => refusals.push(reason) });
  await graph.add(
    aNewsItem({ slug: 'large', body: 'Ж'.repeat(30_000) }),
    aNewsItem({ slug: 'of-malta', issuedOn: '2030-01-01', body: 'Malta and Spain. '.repeat(200) }),
  );
});
afterAll(async () => {
  await small.close();
  await graph.close();
});
beforeEach(() => void (refusals.length = 0));

interface Sent {
  data?: Record<string, unknown>;
  errors?: { message: string; extensions: { code: string; exceeded?: object } }[];
  extensions?: { cost: CostReport };
}

async function ask(query: string, variables: object = {}, headers: Record<string, string> = {}, server = small) {
  const response = await server.app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query, variables },
    headers,
  });
  return { text: response.body, headers: response.headers, ...response.json<Sent>() };
}

const aliases = (count: number) => Array.from({ length: count }, (_, i) => `b${i}: body`).join(' ');
const bodies = (count: number) => `{ newsItem(slug: "large") { ${aliases(count)} } }`;

describe.each([
  ['written by a plan', {}],
  ['made by graphql-js', { 'graph-cost': 'report' }],
])('an answer %s', (name, headers) => {
  it(`an answer ${name} may have as many bytes as the limit, with aliases and two-byte characters counted`, async () => {
    const { data, text } = await ask(bodies(3), {}, headers);
    expect(data).toBeDefined();
    expect(Buffer.byteLength(text)).toBeGreaterThan(180_000);
  });

  it(`an answer ${name} above the limit is rejected as a whole, with path and code, and is not cached`, async () => {
    const { data, errors, headers: sent } = await ask(bodies(4), {}, headers);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit: 'answerBytes', allowed: answerBytes } } },
    ]);
    expect(errors![0]!.message).toContain('newsItem.b3');
    expect(sent['cache-control']).toBe('no-store');
    expect(refusals).toEqual(['answerBytes']);
  });
});

describe('a country that a text names many times', () => {
  const t = 'Malta and Spain. '.repeat(60);
  const query = `query ($t: String!) { countryMentions(text: $t) { country { newsItems(first: 1) { nodes { body } } } } }`;
  const askWith = async (bytes: number) => {
    const server = await graph.serve({ limits: { ...limits, answerBytes: bytes } });
    try {
      return await ask(query, { t }, {}, server);
    } finally {
      await server.close();
    }
  };

  it('a country that a text names many times is read once', async () => {
    const before = graph.database.statementCount;
    const { data } = await askWith(1_000_000);
    expect(data!['countryMentions']).toHaveLength(120);
    expect(graph.database.statementCount - before).toBe(1);
  });

  it('a country that a text names many times counts each time in the size of the answer', async () => {
    const { errors } = await askWith(350_000);
    expect(errors).toMatchObject([{ extensions: { exceeded: { limit: 'answerBytes' } } }]);
    expect(errors![0]!.message).toContain('It was reached at countryMentions.country');
  });
});

describe('countryMentions of a text', () => {
  const query = `query ($t: String!) { countryMentions(text: $t) { country { newsItems(first: 100) { nodes { body } } } } }`;
  const hostile = 'Italy and Spain. '.repeat(5_882);

  it('countryMentions with a hundred news items per country is rejected before anything is read', async () => {
    const { data, errors, statements } = await graph.ask(query, { t: hostile });
    expect({ data, statements }).toEqual({ data: undefined, statements: 0 });
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit: 'cost' } } }]);
  });

  it.each(['countryMentions', 'suppressedCountryMentions'])(
    '%s of a text with thousands of names is rejected',
    async (field) => {
      const t = field === 'countryMentions' ? hostile : 'Michael Jordan. '.repeat(6_000);
      const { errors } = await graph.ask(`query ($t: String!) { ${field}(text: $t) { quote } }`, { t });
      expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
      expect(errors![0]!.message).toContain('expected at most 2000 places');
    },
  );

  it.each([
    'Italy and Spain. ',
    'UK,',
    'US UK ',
    'Italy\n',
    'Bosnia and Herzegovina (BiH) ',
    'Michael Jordan, Atlanta, Georgia, ',
    'Yugoslavia ',
    'Budapest Convention ',
    'Турция, Italy;',
  ])('countryMentions never costs more than its estimate: %j', async (unit) => {
    for (const t of [unit, unit.repeat(7), unit.repeat(100), unit.repeat(450)]) {
      const { extensions } = await ask(
        `query ($t: String!) { countryMentions(text: $t) { country { id } } suppressedCountryMentions(text: $t) { country { id } } }`,
        { t },
        { 'graph-cost': 'report' },
      );
      if (extensions?.cost.actual === undefined) continue;
      expect(extensions.cost.actual).toBeLessThanOrEqual(extensions.cost.estimate);
    }
  });
});

describe('the mentions of a news item', () => {
  const count = async (args: string) => {
    const { newsItem } = await graph.data<{ newsItem: { countryMentions: { start: number }[] } }>(
      `{ newsItem(slug: "of-malta") { countryMentions${args} { start } } }`,
    );
    return newsItem.countryMentions.map(({ start }) => start);
  };

  it('a news item returns its first twenty mentions in text order, or as many as requested', async () => {
    const some = await count('');
    expect(some).toHaveLength(20);
    const all = await count('(first: 100)');
    expect(all).toHaveLength(100);
    expect(all.slice(0, 20)).toEqual(some);
    expect(all).toEqual([...all].sort((a, b) => a - b));
  });

  it('a news item returns at most a hundred mentions', async () => {
    const { errors } = await graph.ask('{ newsItem(slug: "of-malta") { countryMentions(first: 101) { start } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('an order', () => {
  const query = 'query ($o: [NewsItemOrder!]) { newsItems(first: 1, orderBy: $o) { nodes { id } } }';

  it.each([9, 12_400])('orderBy with %d entries is rejected before anything is read', async (entries) => {
    const o = Array.from({ length: entries }, () => ({ field: 'TITLE' }));
    const { errors, statements } = await graph.ask(query, { o });
    expect(errors).toMatchObject([
      {
        extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit: 'orderEntries', allowed: 8, received: entries } },
      },
    ]);
    expect(statements).toBe(0);
  });

  it('orderBy with the same field twice is rejected', async () => {
    const { errors } = await graph.ask(query, { o: [{ field: 'TITLE' }, { field: 'TITLE', direction: 'DESC' }] });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors![0]!.message).toBe('orderBy: expected each field once, got TITLE again, at "newsItems".');
  });
});

it('the values of all filter lists count together', async () => {
  const query = `query ($v: [String!]) { a: newsItems(where: { title: { in: $v } }) { nodes { id } }
    b: countries(where: { or: [{ name: { notIn: $v } }] }) { nodes { id } } }`;
  const values = (count: number) => ({ v: Array.from({ length: count }, (_, i) => `title ${i}`) });
  const { errors, statements } = await graph.ask(query, values(1_001));
  expect(errors).toMatchObject([
    { extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit: 'filterValues', allowed: 2_000, received: 2_002 } } },
  ]);
  expect(statements).toBe(0);
  expect((await graph.ask(query, values(1_000))).errors).toBeUndefined();
});

it('path, search and coverage fields at the root count together', async () => {
  const query = (searches: number) => `{ path(from: "a", to: "b") { length } coverage(by: COUNTRY) { nodeCount }
    ${Array.from({ length: searches }, (_, i) => `s${i}: search(query: "a") { nodes { id } }`).join(' ')} }`;
  const { errors, statements } = await graph.ask(query(4));
  expect(errors).toMatchObject([
    { extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit: 'costlyRoots', allowed: 5, received: 6 } } },
  ]);
  expect(statements).toBe(0);
  expect((await graph.ask(query(3))).errors).toBeUndefined();
});

describe('the size of an answer is estimated before anything is read', () => {
  const query = (names: number, pages: number) =>
    `{ countries(first: 68) { nodes { newsItems(first: ${pages}) { nodes { ${aliases(names)} } } } } }`;

  it('many aliases of a long text are rejected by the size estimate, and the error names the path', async () => {
    const { data, errors, statements } = await graph.ask(query(28, 100));
    expect({ data, statements }).toEqual({ data: undefined, statements: 0 });
    expect(errors).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', exceeded: { limit: 'answerBytes', allowed: 10_000_000 } } },
    ]);
    expect(errors![0]!.message).toContain('countries.nodes.newsItems.nodes.b0');
  });

  it('a query whose answer may be small enough passes the size estimate', async () => {
    expect((await graph.ask(query(1, 100))).errors).toBeUndefined();
  });
});

describe('the estimate follows what operators take', () => {
  const costOf = async (query: string, variables: object = {}) =>
    (await ask(query, variables, { 'graph-cost': 'report' }, graph.server)).extensions!.cost.estimate;
  const where = (filter: object) =>
    costOf('query ($w: NewsItemWhere) { newsItems(where: $w) { nodes { id } } }', { w: filter });
  const page = 21;

  it.each<[string, object]>([
    ['an id', { id: { eq: 'a' } }],
    ['a slug', { slug: { in: ['a', 'b'] } }],
    ['a country', { countries: { some: { isoCode: { eq: 'MT' } } } }],
    ['a country by its name', { countries: { some: { name: { contains: 'ma' } } } }],
  ])('a filter adds nothing to the estimate: %s', async (_name, filter) => {
    expect(await where(filter)).toBe(page);
  });

  it('a text filter that uses an index costs less than one that scans all rows', async () => {
    const found = await where({ lead: { contains: 'border' } });
    expect(found).toBeGreaterThan(page);
    for (const filter of [
      { lead: { contains: 'bo' } },
      { not: { lead: { contains: 'border' } } },
      { or: [{ lead: { contains: 'border' } }, { kind: { eq: 'NEWS' } }] },
    ]) {
      expect(await where(filter)).toBeGreaterThan(10 * found);
    }
    for (const filter of [{ lead: { endsWith: 'border' } }, { lead: { eq: 'bo' } }, { lead: { in: ['bo'] } }]) {
      expect(await where(filter)).toBe(found);
    }
    expect(await where({ title: { contains: 'bo' } })).toBeLessThan(await where({ lead: { contains: 'bo' } }));
  });

  it('listed texts, nested filters and many conditions add to the estimate', async () => {
    const contains = { lead: { contains: 'border' } };
    const once = (await where(contains)) - page;
    expect(await where({ or: [contains, contains] })).toBe(page + 2 * once);
    const nested = await where({ countries: { some: { newsItems: { none: contains } } } });
    expect(nested).toBeGreaterThan(page + once + 100);
    expect(await where({ not: { title: { in: ['a'] } } })).toBeGreaterThan(1_000);
  });

  it('counts without a bitmap index and orders without an index add to the estimate', async () => {
    const contains = '(where: { lead: { contains: "border" } })';
    expect(await costOf(`{ newsItems${contains} { totalCount } }`)).toBeGreaterThan(
      2 * (await where({ lead: { contains: 'border' } })) - 40,
    );
    expect(await costOf('{ newsItems(orderBy: [{ field: TITLE }]) { nodes { id } } }')).toBe(page);
    expect(
      await costOf('{ newsItems(orderBy: [{ field: ISSUED_BY_NAME }, { field: TITLE }]) { nodes { id } } }'),
    ).toBeGreaterThan(500);
  });

  it('a filter costs the same in a variable and in the document', async () => {
    const inDocument = (filter: string) => costOf(`{ newsItems(where: ${filter}) { nodes { id } } }`);
    expect(await inDocument('{ lead: { contains: "bo" } }')).toBe(await where({ lead: { contains: 'bo' } }));
    expect(await inDocument('{ lead: { contains: "border" } }')).toBe(await where({ lead: { contains: 'border' } }));
  });
});
