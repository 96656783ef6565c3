import fc from 'fast-check';
import { OfficeKind } from '../../content/office/office.type.js';
import { readEnvironment } from '../../settings/environment.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { nouns, type NodeKind } from '../nouns/declare.js';
import { join, name, sql } from '../sql.js';
import { filterCondition } from './compile.js';
import { filterOf } from './declare.js';
import { filtersOf } from './generated-filters.fixture.js';
import { generateGraph, storeGraph } from './generated-graph.fixture.js';
import { fulfils } from './oracle.fixture.js';

const generated = generateGraph(20_251_123);
const kinds = nouns().map(({ kind }) => kind);

let graph: TestGraph;
beforeAll(async () => {
  // Twenty generated filters in one operation exceed the default cost limit.
  graph = await startTestGraph('empty', { limits: { ...readEnvironment({}).limits, cost: 1_000_000 } });
  const { dataSource } = graph;
  await storeGraph(generated, { query: dataSource.query.bind(dataSource) as never });
  await dataSource.query('ANALYZE');
});
afterAll(() => graph.close());

const expected = (kind: NodeKind, where: object) =>
  generated[kind].flatMap((node) => (fulfils(node, where as Record<string, unknown>) ? node.id : [])).sort();

/** The ids that match each filter, in one statement. */
async function found(kind: NodeKind, filters: readonly object[]): Promise<string[][]> {
  const table = name(filterOf(kind).table);
  const parts = filters.map(
    (where, i) => sql`(SELECT ${i}::integer AS i, t.id FROM ${table} t WHERE ${filterCondition(kind, 't', where)})`,
  );
  const rows = await graph.database.rows<{ i: number; id: string }>(join(parts, ' UNION ALL '));
  const sets = filters.map((): string[] => []);
  for (const { i, id } of rows) sets[i]!.push(id);
  return sets.map((ids) => ids.sort());
}

describe('a filter returns each matching node once', () => {
  it.each(kinds)('generated filters of %s agree with an oracle in memory', async (kind) => {
    const filters = fc.array(filtersOf(kind, generated), { minLength: 25, maxLength: 25 });
    const property = fc.asyncProperty(filters, async (wheres) => {
      expect(await found(kind, wheres)).toEqual(wheres.map((where) => expected(kind, where)));
    });
    await fc.assert(property, { numRuns: kind === 'NewsItem' ? 60 : 20, seed: 1975, endOnFailure: false });
  });

  it('generated filters agree through GraphQL, and totalCount matches the list', async () => {
    const wheres = fc.sample(filtersOf('NewsItem', generated), { numRuns: 120, seed: 1990 });
    for (let start = 0; start < wheres.length; start += 20) {
      const batch = wheres.slice(start, start + 20);
      const variables = Object.fromEntries(batch.map((where, i) => [`w${i}`, asWritten(where)]));
      const query = `query (${batch.map((_, i) => `$w${i}: NewsItemWhere`).join(', ')}) {
        ${batch.map((_, i) => `w${i}: newsItems(where: $w${i}, first: 100) { totalCount nodes { id } }`).join('\n')}
      }`;
      const data = await graph.data<Record<string, { totalCount: number; nodes: { id: string }[] }>>(query, variables);
      batch.forEach((where, i) => {
        const ids = expected('NewsItem', where);
        expect(data[`w${i}`]!.nodes.map(({ id }) => id).sort()).toEqual(ids);
        expect(data[`w${i}`]!.totalCount).toBe(ids.length);
      });
    }
  });
});

/** In GraphQL, the values of OfficeKind have other names than in the rows. */
function asWritten(where: object): object {
  const names = new Map(Object.entries(OfficeKind).map(([written, value]) => [value as string, written]));
  return JSON.parse(JSON.stringify(where), (_, value: unknown) => names.get(value as string) ?? value) as object;
}

describe('a filter that cannot match', () => {
  const count = async (where: object) =>
    (
      await graph.data<{ newsItems: { totalCount: number } }>(
        'query ($where: NewsItemWhere) { newsItems(where: $where) { totalCount } }',
        { where },
      )
    ).newsItems.totalCount;

  it.each([
    ['an empty list of values', { title: { in: [] } }],
    ['an empty list of alternatives', { or: [] }],
    ['a contradiction', { kind: { eq: 'NEWS', ne: 'NEWS' } }],
    ['a text that is not an id', { id: { eq: "'; DROP TABLE news_item; --" } }],
  ])('gives an empty page for %s', async (_, where) => {
    expect(await count(where)).toBe(0);
  });

  it('a filter that is nested too deeply is rejected', async () => {
    let where: object = { title: { eq: 'x' } };
    for (let i = 0; i < 11; i++) where = { not: where };
    const { errors } = await graph.ask('query ($w: NewsItemWhere) { newsItems(where: $w) { totalCount } }', {
      w: where,
    });
    expect(errors).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED' }, message: expect.stringMatching(/10 levels deep/) },
    ]);
  });

  it('a filter with U+0000 in a text is rejected', async () => {
    const { errors } = await graph.ask('{ newsItems(where: { title: { contains: "a\\u0000b" } }) { totalCount } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

// Otherwise a thousand values and a hundred thousand nodes take a hundred million comparisons.
it.each(['in', 'notIn'])(
  'each node is looked up in the values of a long "%s", not compared with each value',
  async (operator) => {
    const values = Array.from({ length: 1_000 }, (_, i) => `value ${i}`);
    const condition = filterCondition('NewsItem', 't', {
      or: [{ title: { [operator]: values } }, { slug: { eq: 'a' } }],
    });
    const plan = await graph.database.rows<Record<string, string>>(
      sql`EXPLAIN SELECT t.id FROM news_item t WHERE ${condition}`,
    );
    expect(plan.flatMap(Object.values).join('\n')).toMatch(/hashed SubPlan/);
  },
);
