import fc from 'fast-check';
import { contentHash } from '../../testing/content-hash.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import type { NewsItemRecord } from '../record.js';
import { writeRecords, type WriteOptions } from './index.js';

let graph: TestGraph;
beforeAll(async () => (graph = await startTestGraph('organization')));
afterAll(() => graph.close());
beforeEach(() => graph.dataSource.query('DELETE FROM news_item'));

const shape = (more: Partial<NewsItemRecord>): NewsItemRecord => ({
  type: 'NewsItem',
  slug: 'a-bridge-in-malta',
  title: 'A bridge in Malta',
  issuedBy: [],
  fieldsOfWork: [],
  ...more,
});

interface Stored {
  slug: string;
  title: string;
  lead: string | null;
  body: string | null;
  issuedOn: string | null;
  sourceUrl: string | null;
  issuedBy: { slug: string }[];
}

async function stored(): Promise<Stored[]> {
  const { newsItems } = await graph.data<{ newsItems: { nodes: Stored[] } }>(`{ newsItems(orderBy: [{ field: TITLE }]) {
    nodes { slug title lead body issuedOn sourceUrl kind issuersAsText subThemes issuedBy { slug } countries { slug } } } }`);
  return newsItems.nodes;
}

/** Writes shapes one after the other, as pages of their own do. */
async function write(shapes: readonly NewsItemRecord[], slugs: WriteOptions['slugs'] = 'made'): Promise<Stored[]> {
  for (const one of shapes) await writeRecords(graph.dataSource, [one], { slugs });
  return stored();
}

const page = shape({
  title: 'A bridge in Malta',
  lead: 'Engineers of Malta and Italy opened a bridge.',
  body: 'It leads from one shore to the other, and ships of Norway pass under it.',
  issuedOn: '2019-05-06',
  sourceUrl: 'https://www.example.org/secretariat/4711',
  sourceId: '4711',
  issuedBy: ['secretariat'],
  subThemes: ['Bridges'],
});

describe('one item in two shapes', () => {
  const others: [string, Partial<NewsItemRecord>][] = [
    ['of one number', { slug: 'x', title: 'Bridge opened', sourceId: '4711' }],
    [
      'at one address',
      { slug: 'x', title: 'Bridge opened', sourceUrl: 'http://example.org/secretariat/4711/?utm_source=rss#top' },
    ],
    ['of one title and day', { issuedOn: '2019-05-06' }],
    [
      'of one title in other case, accents and signs, the day known by its month',
      { slug: 'x', title: '“A Bridge in Málta”', issuedOn: '2019-05' },
    ],
    ['of one title, one without a day', {}],
  ];

  it.each(others)(
    '%s is one item, with the fuller text and what either says, whichever came first',
    async (_, more) => {
      const teaser = shape({
        lead: 'A bridge.',
        kind: 'PRESS_RELEASE',
        issuersAsText: ['Ministry of Bridges'],
        issuedBy: ['permanent-council'],
        ...more,
      });
      for (const shapes of [
        [page, teaser],
        [teaser, page],
      ]) {
        await graph.dataSource.query('DELETE FROM news_item');
        const [item, ...more] = await write(shapes);
        expect(more).toEqual([]);
        expect(item).toMatchObject({
          title: page.title,
          lead: page.lead,
          body: page.body,
          issuedOn: '2019-05-06',
          sourceUrl: page.sourceUrl,
          issuersAsText: ['Ministry of Bridges'],
          subThemes: ['Bridges'],
          issuedBy: [{ slug: 'secretariat' }, { slug: 'permanent-council' }],
          countries: [{ slug: 'malta' }, { slug: 'italy' }, { slug: 'norway' }],
        });
      }
    },
  );

  it.each([
    ['the longer text', { body: 'Ships pass.' }, { body: 'Ships pass under it.' }, { body: 'Ships pass under it.' }],
    ['of equally long texts the later in order', { body: 'Of Malta' }, { body: 'Of Spain' }, { body: 'Of Spain' }],
    ['of equal texts the later title', { title: 'A bridge' }, { title: 'A Bridge!' }, { title: 'A bridge' }],
  ])('with %s, whichever came first', async (_, one, other, expected) => {
    for (const both of [
      [one, other],
      [other, one],
    ]) {
      await graph.dataSource.query('DELETE FROM news_item');
      expect(await write(both.map((more) => shape({ sourceId: '7', ...more })))).toMatchObject([expected]);
    }
  });

  it('in one writing is one item', async () => {
    await writeRecords(graph.dataSource, [shape({ lead: 'Short.' }), page], { slugs: 'made' });
    expect(await stored()).toMatchObject([{ lead: page.lead, issuedOn: '2019-05-06' }]);
  });
});

describe('items that are not one', () => {
  const others: [string, Partial<NewsItemRecord>, string][] = [
    ['of one title and different days', { issuedOn: '2019-05-07' }, 'a-bridge-in-malta-2019-05-07'],
    [
      'of one title and day with different numbers',
      { issuedOn: '2019-05-06', sourceId: '12' },
      'a-bridge-in-malta-2019-05-06',
    ],
    ['at one address on different days', { slug: 'b', title: 'B', sourceUrl: page.sourceUrl!, issuedOn: '2020' }, 'b'],
    ['of different titles on one day', { slug: 'b', title: 'A bridge in Italy', issuedOn: '2019-05-06' }, 'b'],
  ];
  it('of different titles in Cyrillic letters on one day are two', async () => {
    const first = { ...page, title: 'Мосты Италии' };
    const second = shape({ slug: 'b', title: 'Мост на Мальте', issuedOn: '2019-05-06' });
    expect(await write([first, second])).toHaveLength(2);
  });

  it.each(others)('%s are two, and stay two', async (_, more, slug) => {
    const both = [page, shape(more)];
    expect((await write(both)).map((item) => item.slug).sort()).toEqual(['a-bridge-in-malta', slug].sort());
    expect(await write(both)).toHaveLength(2);
  });

  it('on a list that prints its own address for all of them are as many as it has', async () => {
    const items = ['A', 'B', 'C'].map((title) =>
      shape({ slug: title.toLowerCase(), title, sourceUrl: 'https://example.org/list', sourceId: '99' }),
    );
    await writeRecords(graph.dataSource, items, { slugs: 'made' });
    expect(await stored()).toHaveLength(3);
  });
});

describe('a record whose slug was given', () => {
  it('is the item of its slug, whatever else has its title', async () => {
    expect(
      await write([page, { ...page, slug: 'other', sourceId: '5', sourceUrl: 'https://example.org/5' }], 'given'),
    ).toHaveLength(2);
  });

  it('is another shape of the item with its number, or with its address and title', async () => {
    const { sourceId: _, ...unnumbered } = page;
    const items = await write([page, { ...page, slug: 'one' }, { ...unnumbered, slug: 'two' }], 'given');
    expect(items.map(({ slug }) => slug)).toEqual([page.slug]);
  });

  it('may be shorter than what is there: what it says takes its place, what it leaves out stays', async () => {
    const [item] = await write([page, shape({ title: 'Bridge', body: 'Short.' })], 'given');
    expect(item).toMatchObject({ title: 'Bridge', lead: page.lead, body: 'Short.', issuedOn: '2019-05-06' });
  });
});

it('shapes make the same graph however often they come again, and in whichever turns two imports bring them', async () => {
  const maybe = <Value>(...values: Value[]) => fc.constantFrom(...values, undefined);
  const shapeOf = (number: number, titles: string[], dates: fc.Arbitrary<string | undefined>) =>
    fc.record({
      title: fc.constantFrom(...titles),
      lead: maybe('Of Malta.', 'Of Italy, or of Spain.'),
      body: maybe('Long text of Norway.', 'Long text of Sweden.'),
      issuedOn: dates,
      sourceUrl: maybe(`https://example.org/${number}`),
      sourceId: maybe(String(number)),
      kind: maybe('PRESS_RELEASE' as const),
      issuedBy: fc.subarray(['secretariat', 'permanent-council']),
      subThemes: maybe(['Lakes'], ['Seas']),
    });
  const one = fc.oneof(
    shapeOf(1, ['A bridge', 'A Bridge!'], maybe('2019', '2019-05-06')),
    shapeOf(2, ['A tunnel', '“A Tunnel”'], maybe('2020-01', '2020-01-01')),
    shapeOf(3, ['Daily report'], fc.constant('2021-01-01')),
    shapeOf(4, ['Daily report'], fc.constant('2021-01-02')),
  );
  const slugOf = (title: string) => title.toLowerCase().replace(/\W+/g, ' ').trim().replaceAll(' ', '-');
  const shapes = fc
    .array(one, { minLength: 1, maxLength: 5 })
    .map((all) =>
      all.map((some) => shape(JSON.parse(JSON.stringify({ ...some, slug: slugOf(some.title) })) as object)),
    );
  await fc.assert(
    fc.asyncProperty(shapes, fc.infiniteStream(fc.boolean()), async (all, turns) => {
      await graph.dataSource.query('DELETE FROM news_item');
      await write(all);
      const once = await contentHash(graph.dataSource);
      await write(all);
      expect(await contentHash(graph.dataSource)).toEqual(once);
      await graph.dataSource.query('DELETE FROM news_item');
      const places = [0, 0];
      while (Math.min(...places) < all.length) {
        const turn = turns.next().value && places[0]! < all.length ? 0 : places[1]! < all.length ? 1 : 0;
        await write([all[places[turn]!]!]);
        places[turn]! += 1;
      }
      expect(await contentHash(graph.dataSource)).toEqual(once);
    }),
    { numRuns: Number(process.env['SHAPE_RUNS'] ?? 12), seed: 44 },
  );
}, 300_000);
