import fc from 'fast-check';
import { filtersOf } from '../../graph/where/generated-filters.fixture.js';
import { generateGraph, storeGraph } from '../../graph/where/generated-graph.fixture.js';
import { fulfils } from '../../graph/where/oracle.fixture.js';
import { readEnvironment } from '../../settings/environment.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';

const generated = generateGraph(1994);

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('empty', { limits: { ...readEnvironment({}).limits, cost: 1_000_000 } });
  const { dataSource } = graph;
  // The items get positions in two bitmap blocks.
  await dataSource.query('ALTER SEQUENCE news_item_place_number RESTART WITH 8150');
  await storeGraph(generated, { query: dataSource.query.bind(dataSource) as never });
  await graph.catalogue.reload();
});
afterAll(() => graph.close());

type Where = Record<string, unknown>;
interface Counts {
  totalCount: number;
  facets: Record<string, { node?: { id: string }; value?: string | number; count: number }[]>;
}

const facets = `facets {
  issuedBy { node { id } count } countries { node { id } count } fieldsOfWork { node { id } count }
  years { value count } kinds { value count }
}`;

/** By facet: the filter field that it ignores, and the filter for one of its values. */
const choices: Record<string, [field: string, choose: (value: string | number) => object]> = {
  issuedBy: ['issuedBy', (id) => ({ some: { id: { eq: id } } })],
  countries: ['countries', (id) => ({ some: { id: { eq: id } } })],
  fieldsOfWork: ['fieldsOfWork', (id) => ({ some: { id: { eq: id } } })],
  years: ['issuedOn', (year) => ({ gte: String(year), lte: String(year) })],
  kinds: ['kind', (kind) => ({ eq: kind })],
};

const countOf = (where: Where) => generated.NewsItem.filter((node) => fulfils(node, where)).length;

/** All possible values of a facet. */
const valuesOf: Record<string, (string | number)[]> = {
  issuedBy: generated.Office.map(({ id }) => id),
  countries: generated.Country.map(({ id }) => id),
  fieldsOfWork: generated.FieldOfWork.map(({ id }) => id),
  years: [2006, 2007, 2008],
  kinds: ['NEWS', 'PRESS_RELEASE', 'SPOT_REPORT'],
};

describe('facet counts', () => {
  it('a facet count is the total of the same list with that value in place of the facet’s own filter', async () => {
    const chosen = fc.sample(filtersOf('NewsItem', generated, 2), { numRuns: 80, seed: 23 });
    const wheres = [{}, ...chosen].filter(
      (where) => !JSON.stringify(where).match(/Operation|Institution|Body|Department/),
    );
    for (const where of wheres as Where[]) {
      const { newsItems } = await graph.data<{ newsItems: Counts }>(
        `query ($where: NewsItemWhere) { newsItems(where: $where) { totalCount ${facets} } }`,
        { where },
      );
      for (const [facet, [field, choose]] of Object.entries(choices)) {
        // Conditions in `and` have their own test below.
        if (JSON.stringify(where['and'] ?? []).includes(`"${field}"`)) continue;
        const expected = valuesOf[facet]!.map(
          (value) => [value, countOf({ ...where, [field]: choose(value) })] as const,
        ).filter(([, count]) => count > 0);
        const actual = newsItems.facets[facet]!.map(({ node, value, count }) => [node?.id ?? value!, count] as const);
        expect(new Map(actual)).toEqual(new Map(expected));
      }
    }
  });

  it('facets under several nodes are correct and cost one statement', async () => {
    const where = { kind: { eq: 'NEWS' } };
    const { data, statements } = await graph.ask<{ countries: { nodes: { id: string; newsItems: Counts }[] } }>(
      `query ($where: NewsItemWhere) { countries { nodes { id newsItems(where: $where) { ${facets} } } } }`,
      { where },
    );
    expect(statements).toBe(2);
    for (const { id, newsItems } of data.countries.nodes) {
      const about = { countries: { some: { id: { eq: id } } } };
      for (const { node, count } of newsItems.facets['fieldsOfWork']!) {
        expect(count).toBe(countOf({ ...where, ...about, fieldsOfWork: { some: { id: { eq: node!.id } } } }));
      }
      const kinds = Object.fromEntries(newsItems.facets['kinds']!.map(({ value, count }) => [value, count]));
      expect(kinds['SPOT_REPORT'] ?? 0).toBe(countOf({ ...about, kind: { eq: 'SPOT_REPORT' } }));
    }
  });
});

describe('facets', () => {
  it('a facet ignores its own filter also within `and`', async () => {
    const ask = (where: object) =>
      graph.data<{ newsItems: Counts }>(
        'query ($where: NewsItemWhere) { newsItems(where: $where) { facets { kinds { value count } } } }',
        { where },
      );
    const own = { kind: { eq: 'NEWS' } };
    const other = { title: { contains: 'a' } };
    expect(await ask({ and: [own, other] })).toEqual(await ask(other));
  });

  it.each([
    ['all facets', `{ newsItems { ${facets} } }`, 1],
    ['all facets with a page and its count', `{ newsItems { totalCount nodes { title } ${facets} } }`, 3],
    ['no facet', '{ newsItems { facets { __typename } } }', 0],
  ])('facets cost one statement if any is selected: %s', async (_, query, expected) => {
    expect((await graph.ask(query)).statements).toBe(expected);
  });
});
