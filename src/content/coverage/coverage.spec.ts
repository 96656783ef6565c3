import fc from 'fast-check';
import { daysOf, firstDay, lastDay } from '../../graph/partial-date.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { aNewsItem } from '../news-item/news-item.fixture.js';
import { keysOf, type Period } from './period.js';

const runs = Number(process.env['FAST_CHECK_RUNS'] ?? 300);

/** The expected result, by the days that the date and the ends can denote. */
function expected(key: string, { since, until }: Period) {
  const [first, last] = [since ? firstDay(since) : '0000', until ? lastDay(until) : '9999-99-99'];
  if (first > last) return 'no';
  const days = daysOf(key);
  if (days.first >= first && days.last <= last) return 'sure';
  return days.first <= last && days.last >= first ? 'possible' : 'no';
}

describe('a date in a period', () => {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = fc
    .tuple(
      fc.integer({ min: 2023, max: 2025 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 1, max: 3 }),
    )
    .map(([year, month, day, precision]) => [year, two(month), two(day)].slice(0, precision).join('-'));
  const edge = fc.oneof(
    date,
    fc.constantFrom('2024-01-01', '2024-12-31', '2024-02-29', '2024-02', '2024-06-30', '2024-06-01'),
  );

  const found = (key: string, period: Period) => {
    const { from, to, possible } = keysOf(period);
    if (possible.includes(key)) return 'possible';
    return key >= from && (to === null || key <= to) ? 'sure' : 'no';
  };

  it('a date is certainly, possibly or not within a period, by the days it can denote', () => {
    fc.assert(
      fc.property(edge, fc.option(edge), fc.option(edge), (key, since, until) => {
        expect([key, since, until, found(key, { since, until })]).toEqual([
          key,
          since,
          until,
          expected(key, { since, until }),
        ]);
      }),
      { numRuns: runs },
    );
  });
});

interface Coverage {
  since: string | null;
  nodeCount: number;
  withNewsCount: number;
  withoutNewsCount: number;
  undecidedCount: number;
  newsItemCount: number;
  possibleNewsItemCount: number;
  unlinkedNewsItemCount: number;
  entries: {
    node: { __typename: string; slug: string };
    status: string;
    newsItemCount: number;
    possibleNewsItemCount: number;
    latestIssuedOn: string | null;
  }[];
}

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('organization');
  await graph.add(
    aNewsItem({ issuedOn: '2031-05-04', issuedBy: ['centre-in-ashgabat'], fieldsOfWork: ['youth'] }),
    aNewsItem({ issuedOn: '2031-05', issuedBy: ['centre-in-ashgabat'], fieldsOfWork: ['youth'] }),
    aNewsItem({ issuedOn: '2031', issuedBy: ['centre-in-ashgabat', 'programme-office-in-bishkek'] }),
    aNewsItem({ issuedBy: ['centre-in-ashgabat'] }),
    aNewsItem({ issuedOn: '2031-07-01' }),
    // Issued after the office closed, which happens: it still counts.
    aNewsItem({ issuedOn: '2032-01-01', issuedBy: ['centre-in-almaty'] }),
  );
});
afterAll(() => graph.close());

const fields = `since nodeCount withNewsCount withoutNewsCount undecidedCount newsItemCount possibleNewsItemCount
  unlinkedNewsItemCount entries { node { __typename ... on Office { slug } ... on Country { slug } ... on FieldOfWork { slug } }
    status newsItemCount possibleNewsItemCount latestIssuedOn }`;
const ask = async (by: string, since?: string, until?: string) => {
  const query = `query ($by: CoverageBy!, $since: Date, $until: Date) { coverage(by: $by, since: $since, until: $until) { ${fields} } }`;
  return (await graph.data<{ coverage: Coverage }>(query, { by, since, until })).coverage;
};
const of = ({ entries }: Coverage, slug: string) => entries.find(({ node }) => node.slug === slug);

describe('coverage', () => {
  it('coverage counts certain and possible news items separately', async () => {
    const coverage = await ask('OFFICE', '2031-05-03', '2031');
    expect(of(coverage, 'centre-in-ashgabat')).toEqual({
      node: { __typename: 'FieldOperation', slug: 'centre-in-ashgabat' },
      status: 'WITH_NEWS',
      newsItemCount: 1,
      possibleNewsItemCount: 3,
      latestIssuedOn: '2031-05-04',
    });
    expect(of(coverage, 'programme-office-in-bishkek')).toMatchObject({
      status: 'UNDECIDED',
      newsItemCount: 0,
      possibleNewsItemCount: 1,
    });
    expect(of(coverage, 'mission-to-serbia')).toMatchObject({
      status: 'WITHOUT_NEWS',
      newsItemCount: 0,
      possibleNewsItemCount: 0,
    });
    const { undated } = await graph.data<{ undated: { totalCount: number } }>(
      '{ undated: newsItems(where: { issuedOn: { isNull: true } }) { totalCount } }',
    );
    // Items dated only by May or by the year may be within the period.
    expect(coverage).toMatchObject({
      newsItemCount: 2,
      possibleNewsItemCount: undated.totalCount + 2,
      unlinkedNewsItemCount: 1,
    });
  });

  it.each(['COUNTRY', 'OFFICE', 'FIELD_OF_WORK'])(
    'coverage by %s without a start equals coverage from the first year',
    async (by) => {
      const [open, closed] = [await ask(by, undefined, '2031-05-10'), await ask(by, '0001', '2031-05-10')];
      expect(open).toEqual({ ...closed, since: null });
    },
  );

  /** Counts the news of each node and of the period one by one. */
  async function countedOneByOne(link: string, node: string, period: Period) {
    const rows = await graph.dataSource.query<{ slug: string | null; issuedOn: string | null }[]>(`
      SELECT far.slug, n.issued_on AS "issuedOn" FROM news_item n
      LEFT JOIN ${link} l ON l.news_item_id = n.id LEFT JOIN ${node} far ON far.id = l.${node}_id`);
    const isSure = ({ issuedOn }: { issuedOn: string | null }) =>
      (!period.since && !period.until) || (issuedOn !== null && expected(issuedOn, period) === 'sure');
    const bySlug = new Map<string, number>();
    for (const { slug } of rows.filter((row) => row.slug !== null && isSure(row))) {
      bySlug.set(slug!, (bySlug.get(slug!) ?? 0) + 1);
    }
    return { bySlug, unlinked: rows.filter((row) => row.slug === null && isSure(row)).length };
  }

  it.each([
    ['COUNTRY', 'news_item_country', 'country'],
    ['OFFICE', 'news_item_office', 'office'],
    ['FIELD_OF_WORK', 'news_item_field_of_work', 'field_of_work'],
  ])('coverage by %s counts correctly in periods of some days and of many years', async (by, link, node) => {
    const edges = ['2005-06-15', '2010', '2012-02', '2031-01-01', '2031-05-04', '2031-12-31', '2032', '9999-12-30'];
    const periods = [undefined, ...edges].flatMap((since) => [undefined, ...edges].map((until) => [since, until]));
    for (const [since, until] of periods) {
      const { bySlug, unlinked } = await countedOneByOne(link, node, { since: since ?? null, until: until ?? null });
      const { entries, unlinkedNewsItemCount } = await ask(by, since, until);
      const withNews = entries.filter(({ newsItemCount }) => newsItemCount > 0);
      const found = new Map(withNews.map((entry) => [entry.node.slug, entry.newsItemCount]));
      expect([since, until, unlinkedNewsItemCount, found]).toEqual([since, until, unlinked, bySlug]);
    }
  });

  it('coverage counts an item that may be after the end of the period as possible only', async () => {
    const coverage = await ask('OFFICE', '2031', '2031-05-10');
    expect(of(coverage, 'centre-in-ashgabat')).toMatchObject({ newsItemCount: 1, possibleNewsItemCount: 3 });
  });

  it.each([
    ['2031-05', 2],
    ['2031-05-04', 1],
    ['2031', 3],
    ['2031-01-01', 3],
    ['2031-01-02', 2],
    ['2031-05-05', 0],
  ])('coverage from %s counts %d news items for the office', async (since, count) => {
    expect(of(await ask('OFFICE', since), 'centre-in-ashgabat')?.newsItemCount).toBe(count);
  });

  it.each(['COUNTRY', 'OFFICE', 'FIELD_OF_WORK'])('the denominators of coverage by %s add up', async (by) => {
    for (const since of [undefined, '2015', '2031-05-03']) {
      const { entries, ...counts } = await ask(by, since);
      expect(entries).toHaveLength(counts.nodeCount);
      expect(counts.withNewsCount + counts.withoutNewsCount + counts.undecidedCount).toBe(counts.nodeCount);
      expect(new Set(entries.map(({ node }) => node.slug)).size).toBe(counts.nodeCount);
      expect(entries.map(({ newsItemCount }) => newsItemCount)).toEqual(
        entries.map(({ newsItemCount }) => newsItemCount).sort((a, b) => b - a),
      );
    }
  });

  it('coverage without a period equals the facets of all news, including items without a date', async () => {
    const { newsItems } = await graph.data<{
      newsItems: { totalCount: number; facets: Record<string, { node: { slug: string }; count: number }[]> };
    }>(`{ newsItems { totalCount facets { COUNTRY: countries { count node { slug } } OFFICE: issuedBy { count node { slug } }
      FIELD_OF_WORK: fieldsOfWork { count node { slug } } } } }`);
    for (const [by, counts] of Object.entries(newsItems.facets)) {
      const coverage = await ask(by);
      const withNews = coverage.entries.filter(({ status }) => status === 'WITH_NEWS');
      expect(new Map(withNews.map(({ node, newsItemCount }) => [node.slug, newsItemCount]))).toEqual(
        new Map(counts.map(({ node, count }) => [node.slug, count])),
      );
      expect(coverage).toMatchObject({
        since: null,
        newsItemCount: newsItems.totalCount,
        possibleNewsItemCount: 0,
        undecidedCount: 0,
      });
    }
  });

  it('coverage considers all countries and fields, and offices that existed or have news in the period', async () => {
    expect((await ask('COUNTRY', '2031')).nodeCount).toBe(68);
    expect((await ask('FIELD_OF_WORK', '2031')).nodeCount).toBe(23);
    const [before, after] = [await ask('OFFICE', '2000', '2001'), await ask('OFFICE', '2031')];
    expect([of(before, 'centre-in-almaty')?.status, of(after, 'centre-in-almaty')?.status]).toEqual([
      'WITHOUT_NEWS',
      'WITH_NEWS',
    ]);
    expect([of(before, 'centre-in-dushanbe') === undefined, of(after, 'centre-in-dushanbe')]).toEqual([
      true,
      undefined,
    ]);
  });

  it('coverage of a period that ends before it starts is empty', async () => {
    expect(await ask('COUNTRY', '2030', '2020')).toMatchObject({
      newsItemCount: 0,
      possibleNewsItemCount: 0,
      withNewsCount: 0,
      undecidedCount: 0,
    });
  });

  it('coverage entries can be limited to a status', async () => {
    const query = `{ coverage(by: FIELD_OF_WORK, since: "2031") { withNewsCount entries(status: WITH_NEWS) { node { ... on FieldOfWork { slug } } } } }`;
    expect(await graph.data(query)).toEqual({ coverage: { withNewsCount: 1, entries: [{ node: { slug: 'youth' } }] } });
  });

  it.each([
    ['all fields', 1, fields],
    ['only the nodes', 1, 'entries { newsItemCount }'],
    ['only the denominators', 1, 'newsItemCount nodeCount'],
    ['no counts', 0, 'by'],
  ])('coverage with %s selected costs %d statements', async (_what, statements, selection) => {
    const answer = await graph.ask(`{ coverage(by: COUNTRY, since: "2015") { ${selection} } }`);
    expect([answer.errors, answer.statements]).toEqual([undefined, statements]);
  });
});
