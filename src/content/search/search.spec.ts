import fc from 'fast-check';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { rangesOf } from './search.highlights.js';
import { marks } from './search.statement.js';

interface Edge {
  cursor: string;
  matchedName: string | null;
  node: { __typename: string; name?: string; title?: string; slug: string };
  highlights: { field: string; text: string; ranges: { start: number; end: number }[] }[];
}
interface Found {
  search: {
    isApproximate: boolean;
    correctedQuery: string | null;
    edges: Edge[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const query = `query ($query: String!, $types: [SearchType!], $where: SearchWhere, $first: Int, $after: String) {
  search(query: $query, types: $types, where: $where, first: $first, after: $after) {
    isApproximate correctedQuery pageInfo { hasNextPage endCursor }
    edges {
      cursor matchedName highlights { field text ranges { start end } }
      node { __typename ... on Country { slug name } ... on Office { slug name } ... on FieldOfWork { slug name }
        ... on EventSeries { slug name } ... on Project { slug name } ... on Event { slug title } ... on NewsItem { slug title } }
    }
  }
}`;

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  await graph.add(
    ...['Mine clearance in Łódź', 'Clearing of mines', 'Clear water, no mine'].map((title, i) => ({
      type: 'NewsItem' as const,
      slug: `mines-${i}`,
      title,
      lead: '🕊 A seminar on demining ended today.',
      issuedOn: `2020-01-0${i + 1}`,
      issuedBy: [],
      fieldsOfWork: [],
    })),
  );
});
afterAll(() => graph.close());

const find = async (variables: object) => (await graph.data<Found>(query, variables)).search;
const slugs = async (text: string, types?: string[]) =>
  (await find({ query: text, types, first: 100 })).edges.map(({ node }) => node.slug);

describe('search', () => {
  it.each([
    ['a country by its current name', 'Czechia', 'czechia', null],
    ['a country by a former name, and returns it', 'Czech Republic', 'czech-republic|czechia', 'Czech Republic'],
    ['a country without its accents', 'turkiye', 'turkey|turkiye', null],
    ['a name by the beginning of its last word', 'Kazakhs', 'kazakhstan', null],
    ['an institution by its abbreviation, and returns it', 'ODIHR', 'odihr|.*human-rights.*', 'ODIHR'],
  ])('search finds %s', async (_, text, slug, matchedName) => {
    const [first] = (await find({ query: text, types: ['COUNTRY', 'OFFICE'] })).edges;
    expect(first!.node.slug).toMatch(new RegExp(`^(${slug})$`));
    expect(first!.matchedName).toBe(matchedName);
  });

  it.each([
    ['words in any of their forms', 'clears mine', ['mines-1', 'mines-2']],
    ['phrases', '"mine clearance"', ['mines-0']],
    ['items without an excluded word', 'mine -water', ['mines-0', 'mines-1']],
    ['items with either of two words', 'lodz or water', ['mines-0', 'mines-2']],
    ['words of the lead', 'demining', ['mines-0', 'mines-1', 'mines-2']],
  ])('search finds %s', async (_, text, expected) => {
    expect((await slugs(text, ['NEWS_ITEM'])).filter((slug) => slug.startsWith('mines-')).sort()).toEqual(expected);
  });

  it('search corrects a mistyped word and returns the correction', async () => {
    const { isApproximate, correctedQuery, edges } = await find({ query: 'Kazahstan' });
    expect(isApproximate).toBe(true);
    expect(correctedQuery).toBe('kazakhstan');
    expect(edges[0]!.node).toMatchObject({ __typename: 'ParticipatingState', slug: 'kazakhstan' });
    const [{ text, ranges }] = edges[0]!.highlights as [Edge['highlights'][0]];
    expect(ranges.map(({ start, end }) => text.slice(start, end))).toEqual(['Kazakhstan']);
  });

  it.each([
    ['in titles of news', '"mine claerance" or xyzzyx', '"mine clearance" or xyzzyx', 'mines-0'],
    ['and leaves known words unchanged', 'clearnce mine -water', 'clearance mine -water', 'mines-0'],
    ['before an unfinished last word', 'lodzz cleara', 'lodz cleara', 'mines-0'],
  ])('search corrects typos %s', async (_, text, corrected, slug) => {
    const found = await find({ query: text, types: ['NEWS_ITEM'] });
    expect(found.correctedQuery).toBe(corrected);
    expect(found.edges.map(({ node }) => node.slug)).toContain(slug);
  });

  it('search finds similar names if correction does not help', async () => {
    const { isApproximate, correctedQuery, edges } = await find({ query: 'Uzbekistanskaya', types: ['COUNTRY'] });
    expect([isApproximate, correctedQuery]).toEqual([true, null]);
    expect(edges[0]!.node.slug).toBe('uzbekistan');
    expect(edges[0]!.highlights).toEqual([]);
  });

  it('search finds Russian words in any of their forms', async () => {
    await graph.add({
      type: 'NewsItem',
      slug: 'russian',
      title: 'Семинары ОБСЕ о безопасности границ',
      issuedOn: '2021-05-05',
      issuedBy: [],
      fieldsOfWork: [],
    });
    const { edges } = await find({ query: 'семинар безопасность' });
    expect(edges.map(({ node }) => node.slug)).toEqual(['russian']);
    const [{ text, ranges }] = edges[0]!.highlights as [Edge['highlights'][0]];
    expect(ranges.map(({ start, end }) => text.slice(start, end))).toEqual(['Семинары', 'безопасности']);
  });

  it('search returns only nodes that match the filter on their type', async () => {
    const where = { newsItem: { issuedOn: { gte: '2020-01-02' } }, country: { isoCode: { eq: 'CZ' } } };
    const found = await find({ query: 'mine or czechia or uzbekistan', where, first: 100 });
    const own = found.edges.map(({ node }) => node.slug).filter((slug) => /^mines|^czech|^uzbekistan$/.test(slug));
    expect(own.sort()).toEqual([expect.stringMatching(/^czech/), 'mines-1', 'mines-2']);
    const nothing = { newsItem: { issuedOn: { lt: '1900' } }, country: { isoCode: { in: [] } } };
    expect((await find({ query: 'Kazahstan', types: ['COUNTRY', 'NEWS_ITEM'], where: nothing })).edges).toEqual([]);
  });

  it('search returns the same within a filter, whether links and dates cover the filter or not', async () => {
    for (const text of ['OSCE', 'mine', 'seminar', 'mines-', 'clear wat']) {
      for (const issuedOn of [{ gte: '2020-01-02' }, { lt: '2020-01-03' }, { gte: '1900', lt: '2020-01-02' }]) {
        const filter = { issuedOn, countries: { none: { isoCode: { eq: 'AQ' } } } };
        const asked = { query: text, types: ['NEWS_ITEM'] };
        const { edges } = await find({ ...asked, where: { newsItem: filter } });
        const { edges: ofRows } = await find({
          ...asked,
          where: { newsItem: { ...filter, slug: { ne: 'none-such' } } },
        });
        expect(edges.map(({ node }) => node)).toEqual(ofRows.map(({ node }) => node));
      }
    }
    expect((await find({ query: 'mine', where: { newsItem: { issuedOn: { gte: '2020-01-02' } } } })).edges).not.toEqual(
      [],
    );
  });

  it('search ranks matches in the body after those in title and lead, with the passage', async () => {
    const item = { type: 'NewsItem' as const, issuedOn: '2021-03-03', issuedBy: [], fieldsOfWork: [] };
    const body = `${'Nothing of note happened that morning. '.repeat(30)}Then a quokka crossed the border. ${'It left again. '.repeat(30)}`;
    await graph.add(
      { ...item, slug: 'in-text', title: 'A morning at the bridge', body },
      { ...item, slug: 'in-title', title: 'Quokka seen', issuedOn: '2011-03-03' },
      { ...item, slug: 'in-both', title: 'The border in the morning', body: 'There was a quokka.' },
      { ...item, slug: 'in-other-form', title: 'Quokkas', body: '', issuedOn: '2022-03-03' },
      { ...item, slug: 'begins-so', title: 'Quokkatown', issuedOn: '2022-03-03' },
    );
    expect(await slugs('quokka')).toEqual(['in-title', 'in-other-form', 'in-both', 'in-text', 'begins-so']);
    expect(await slugs('quokka border')).toEqual(['in-both', 'in-text']);
    expect(await slugs('"quokka crossed"')).toEqual(['in-text']);
    const { edges } = await find({ query: 'quokka border' });
    const [inBoth, inText] = edges.map(({ highlights }) => highlights);
    expect(inBoth!.map(({ field }) => field)).toEqual(['TITLE', 'TEXT']);
    expect(inText!.map(({ field }) => field)).toEqual(['TEXT']);
    const [{ text, ranges }] = inText as [Edge['highlights'][0]];
    expect(ranges.map(({ start, end }) => text.slice(start, end))).toEqual(['quokka', 'border']);
    expect(text.length).toBeLessThan(400);
    expect(body).toContain(text);

    await graph.add({ ...item, slug: 'in-text', title: 'A morning at the bridge', body: 'Nothing at all.' });
    expect(await slugs('"quokka crossed"')).toEqual([]);
    const within = { newsItem: { issuedOn: { lt: '2020' } } };
    expect((await find({ query: 'quokka', where: within })).edges.map(({ node }) => node.slug)).toEqual(['in-title']);
    await graph.dataSource.query(`DELETE FROM news_item WHERE slug = 'in-both'`);
    expect(await slugs('quokka border', ['NEWS_ITEM'])).toEqual([]);
  });

  it('search finds the same nodes as the filter `search`', async () => {
    const { newsItems, countries } = await graph.data<Record<string, { nodes: { slug: string }[] }>>(`{
      newsItems(where: { search: "mine -water", issuedOn: { gte: "2020" } }) { nodes { slug } }
      countries(where: { search: "Czech Republic" }) { nodes { slug } }
    }`);
    const dated = newsItems!.nodes.map(({ slug }) => slug).filter((slug) => slug.startsWith('mines-'));
    expect(dated).toEqual(['mines-1', 'mines-0']);
    expect(countries!.nodes).toHaveLength(1);
  });

  it('search finds a renamed item only by its new words', async () => {
    const item = { type: 'NewsItem' as const, slug: 'renamed', issuedOn: '2021-01-01', issuedBy: [], fieldsOfWork: [] };
    await graph.add({ ...item, title: 'Xylophone' });
    expect(await slugs('xylophone')).toEqual(['renamed']);
    await graph.add({ ...item, title: 'Glockenspiel' });
    expect(await slugs('glockenspiel')).toEqual(['renamed']);
    expect((await find({ query: 'xylophone', types: ['NEWS_ITEM'] })).edges).toEqual([]);
  });
});

describe('the filter `search`', () => {
  // More than one index scan returns; see page-by-search.ts.
  const floods = 2_100;
  beforeAll(async () => {
    await graph.dataSource.query(
      `INSERT INTO news_item (id, slug, title, kind, issued_on)
       SELECT ('10000000-0000-8000-8000-' || to_char(i, 'FM000000000000'))::uuid, 'flood-' || i,
         CASE i % 700 WHEN 0 THEN 'Flood and drought' ELSE 'Flood' END, 'WEEKLY_REPORT', 1990 + i % 20
       FROM generate_series(1, $1::integer) AS i`,
      [floods],
    );
  });
  afterAll(() => graph.dataSource.query(`DELETE FROM news_item WHERE kind = 'WEEKLY_REPORT'`));

  const page = `query ($search: String!, $orderBy: [NewsItemOrder!], $first: Int, $after: String) {
    newsItems(where: { search: $search, kind: { eq: WEEKLY_REPORT } }, orderBy: $orderBy, first: $first, after: $after) {
      totalCount nodes { slug issuedOn } pageInfo { endCursor hasNextPage } facets { years { value count } } } }`;
  interface Listed {
    newsItems: {
      totalCount: number;
      nodes: { slug: string; issuedOn: string }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
      facets: { years: { value: number; count: number }[] };
    };
  }

  it.each([
    ['common', 'flood', floods],
    ['rare', 'drought', 3],
  ])('the filter returns all pages, the count and the facets of a %s word', async (_, search, expected) => {
    const listed: Listed['newsItems']['nodes'] = [];
    for (let after: string | undefined, more = true; more;) {
      const { newsItems } = await graph.data<Listed>(page, { search, first: expected > 100 ? 100 : 2, after });
      expect(newsItems.totalCount).toBe(expected);
      expect(newsItems.facets.years.reduce((sum, { count }) => sum + count, 0)).toBe(expected);
      listed.push(...newsItems.nodes);
      ({ endCursor: after, hasNextPage: more } = newsItems.pageInfo);
    }
    expect(new Set(listed.map(({ slug }) => slug)).size).toBe(expected);
    expect(listed).toHaveLength(expected);
    const dates = listed.map(({ issuedOn }) => issuedOn);
    expect(dates).toEqual([...dates].sort().reverse());
  });
});

describe('highlights', () => {
  it('highlights are ranges of the text at the start of matching words', async () => {
    const { edges } = await find({ query: 'mines seminar', types: ['NEWS_ITEM'] });
    const own = edges.filter(({ node }) => node.slug.startsWith('mines-'));
    expect(own).toHaveLength(3);
    for (const { highlights } of own) {
      expect(highlights.map(({ field }) => field)).toEqual(['TITLE', 'LEAD']);
      const found = highlights.flatMap(({ text, ranges }) => ranges.map(({ start, end }) => text.slice(start, end)));
      expect(found.map((word) => word.toLowerCase())).toEqual([expect.stringMatching(/^mines?$/), 'seminar']);
    }
  });

  it('highlight ranges are in UTF-16 code units', () => {
    const { start, end } = marks;
    expect(rangesOf(`🕊 ${start}a${end}b ${start}cd${end}`)).toEqual([
      { start: 3, end: 4 },
      { start: 6, end: 8 },
    ]);
  });
});

describe('the pages of search', () => {
  beforeAll(() =>
    graph.add(
      ...Array.from({ length: 14 }, (_, i) => ({
        type: 'NewsItem' as const,
        slug: `zebra-${i}`,
        title: i % 3 === 0 ? `Zebra ${i}` : i % 3 === 1 ? `Stripes ${i}` : `Zebrafish ${i}`,
        body: i % 3 === 1 ? 'A zebra.' : 'A fish.',
        issuedOn: `200${i % 4}-01-01`,
        issuedBy: [],
        fieldsOfWork: [],
      })),
    ),
  );

  it.each(['OSCE', 'security', 'Misssion', 'zebra'])('the pages joined are the whole result for "%s"', async (text) => {
    const whole = (await find({ query: text, first: 100 })).edges.map(({ node }) => node.slug);
    const joined: string[] = [];
    for (let after: string | null | undefined, more = true; more;) {
      const { edges, pageInfo } = await find({ query: text, first: 3, after });
      joined.push(...edges.map(({ node }) => node.slug));
      more = pageInfo.hasNextPage;
      after = pageInfo.endCursor;
      expect(joined.length).toBeLessThan(1_000);
    }
    expect(whole.length).toBeGreaterThan(1);
    expect(joined.slice(0, 100)).toEqual(whole);
    expect(new Set(joined).size).toBe(joined.length);
  });

  it('a page of 30 nodes costs as many statements as one of 3', async () => {
    const cost = async (first: number) =>
      (await graph.ask(query, { query: 'security', first, types: ['OFFICE', 'EVENT'] })).statements;
    expect(await cost(30)).toBe(await cost(3));
  });

  it('a cursor of another search is rejected', async () => {
    const { edges } = await find({ query: 'OSCE' });
    const { errors } = await graph.ask(query, { query: 'Vienna', after: edges[0]!.cursor });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('another list') },
    ]);
  });
});

describe('a search without usable words', () => {
  it.each([
    ['an empty text', ''],
    ['blanks', '   '],
    ['only stop words', 'the of and'],
    ['operators alone', '- or " - ""'],
    ['operators of tsquery', `a & b | !c <-> ':* (\\`],
    ['wildcards', '% _ %'],
    ['right-to-left text', 'مجلس صרפת'],
    ['astral characters', '🕊🕊 𝔘'],
  ])('a search for %s succeeds', async (_, text) => {
    const { errors } = await graph.ask(query, { query: text });
    expect(errors).toBeUndefined();
  });

  it('a search longer than 200 characters or with U+0000 is rejected', async () => {
    expect((await graph.ask(query, { query: 'x'.repeat(200) })).errors).toBeUndefined();
    const filter = '($query: String!) { newsItems(where: { search: $query }) { totalCount } }';
    for (const text of ['x'.repeat(201), 'a\0b']) {
      for (const operation of [query, `query ${filter}`]) {
        expect((await graph.ask(operation, { query: text })).errors).toMatchObject([
          { extensions: { code: 'BAD_USER_INPUT' } },
        ]);
      }
    }
  });

  it('no search text causes an internal error', async () => {
    const token = fc.oneof(
      fc.constantFrom(
        '"',
        '-',
        'or',
        'and',
        '(',
        ')',
        '!',
        '&',
        '|',
        '<->',
        ':*',
        "'",
        "''",
        '\\',
        ':',
        '%',
        '🕊',
        'a:b',
        '--',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    const typed = fc.array(token, { maxLength: 8 }).map((tokens) => tokens.join(' ').replaceAll('\0', ''));
    const texts = fc.sample(typed, { numRuns: 400, seed: 9 });
    const { rows } = {
      rows: await graph.dataSource.query<object[]>('SELECT search_query(t) FROM unnest($1::text[]) t', [texts]),
    };
    expect(rows).toHaveLength(texts.length);
  });
});
