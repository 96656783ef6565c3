/** What operations cost, and that they never cost more than was estimated. */
import fc from 'fast-check';
import { getOperationAST, parse, validate, type OperationDefinitionNode } from 'graphql';
import { getComplexity, type ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { readEnvironment } from '../../settings/environment.js';
import { buildGraphSchema } from '../../graph/schema/build.js';
import { assembled } from '../../slices.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { coerced, costOf as keptCostOf } from './check.js';
import { actualCost } from './cost/actual.js';
import { addedBy } from './cost/added.js';
import { cheapestChange } from './cost/change.js';
import { estimate, type Changes } from './cost/estimate.js';
import { figuresOf } from './cost/figures.js';
import type { CostReport } from './cost/report.js';
import { generatedRequests, type KnownKeys } from './generated-documents.fixture.js';

const numRuns = Number(process.env['COST_RUNS'] ?? 60);
const schema = buildGraphSchema(assembled);
const { limits } = readEnvironment({});
/** All documents that are generated are executed, however much they cost. */
const generous = { ...limits, cost: 1e9, aliases: 1e4, depth: 50, recursion: 50, directives: 1e4, tokens: 1e5 };

let graph: TestGraph;
let keys: KnownKeys;
beforeAll(async () => {
  graph = await startTestGraph('organization', { limits: generous });
  const { newsItems, countries, offices } = await graph.data<Record<string, { nodes: { id: string; slug: string }[] }>>(
    '{ newsItems(first: 3) { nodes { id slug } } countries(first: 3) { nodes { id slug } } offices(first: 5) { nodes { id slug } } }',
  );
  const nodes = [newsItems!, countries!, offices!].flatMap((page) => page.nodes);
  keys = { ids: nodes.map(({ id }) => id), slugs: nodes.map(({ slug }) => slug) };
});
afterAll(() => graph.close());

function costOf(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const [operation] = document.definitions as [OperationDefinitionNode];
  const values = coerced({ schema, document, operation }, variables);
  return estimate(schema, document, operation, values!);
}

async function report(query: string, variables: Record<string, unknown> = {}) {
  const response = await graph.server.app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { query, variables },
    headers: { 'graph-cost': 'report' },
  });
  return response.json<{ data?: unknown; errors?: unknown[]; extensions?: { cost: CostReport } }>();
}

describe('the estimate', () => {
  it.each([
    ['a scalar at the root as free', '{ __typename }', 0],
    ['one object as one', '{ country(isoCode: "MT") { name capital } }', 1],
    ['a page by its default size', '{ newsItems { nodes { title } } }', 21],
    ['a page by its requested size', '{ newsItems(first: 3) { nodes { title } } }', 4],
    ['a page from the end by its size', '{ newsItems(last: 5) { nodes { title } } }', 6],
    [
      'a page with a negative size as no reduction',
      '{ a: newsItems(first: -9) { nodes { id } } country(slug: "a") { id } }',
      2,
    ],
    ['edges as objects', '{ newsItems(first: 3) { edges { cursor node { title } } } }', 7],
    ['fields beside the page once', '{ newsItems(first: 3) { totalCount pageInfo { hasNextPage } } }', 12],
    ['a list without pages by its assumed length', '{ newsItem(slug: "a") { issuedBy { name } } }', 4],
    [
      'nested pages by the product of their sizes',
      '{ countries(first: 10) { nodes { newsItems(first: 10) { nodes { title } } } } }',
      121,
    ],
    [
      'merged fields once',
      '{ newsItems(first: 3) { nodes { title } nodes { id } } newsItems(first: 3) { nodes { slug } } }',
      4,
    ],
    ['aliased fields twice', '{ a: newsItems(first: 3) { nodes { id } } b: newsItems(first: 3) { nodes { id } } }', 8],
    ['as many nodes as there are ids', '{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
    [
      'the most expensive of the possible types',
      '{ node(id: "a") { ... on NewsItem { countries { name } } ... on Office { hostCountry { name } } } }',
      9,
    ],
    ['skipped fields as free', '{ newsItems { nodes { issuedBy @skip(if: true) { name } id } } }', 21],
    ['introspection at a fixed cost', '{ __schema { types { name } } }', 1_000],
  ])('the estimate counts %s', (_name, query, cost) => {
    expect(costOf(query).total).toBe(cost);
  });

  it('the estimate reads sizes, keys and conditions from variables and their defaults', () => {
    const query = `query ($size: Int = 7, $ids: [ID!]!, $with: Boolean!) {
      newsItems(first: $size) { nodes { id } } nodes(ids: $ids) { id } country(slug: "a") @include(if: $with) { id } }`;
    expect(costOf(query, { ids: ['a', 'b'], with: true }).total).toBe(8 + 2 + 1);
    expect(costOf(query, { ids: [], size: 1, with: false }).total).toBe(2);
  });

  it('the estimate of an operation is computed anew for other variables', () => {
    const document = parse(`query ($n: Int, $ids: [ID!]!, $w: NewsItemWhere, $yes: Boolean!) {
      newsItems(first: $n, where: $w) { nodes { id } } nodes(ids: $ids) { id } country(slug: "a") @skip(if: $yes) { id } }`);
    const [operation] = document.definitions as [OperationDefinitionNode];
    const total = (variables: Record<string, unknown>) => {
      const asked = { schema, document, operation };
      return keptCostOf(asked, coerced(asked, variables)!, { ...limits, conditions: 3 }).total;
    };
    const usual = { n: 3, ids: ['a'], w: null, yes: true };
    expect(total(usual)).toBe(5);
    expect(total({ ...usual, n: 4 })).toBe(6);
    expect(total({ ...usual, n: null })).toBe(22);
    expect(total({ ...usual, ids: ['a', 'b'] })).toBe(6);
    expect(total({ ...usual, yes: false })).toBe(6);
    expect(total({ ...usual, w: { slug: { eq: 'a' } } })).toBe(5);
    expect(() => total({ ...usual, w: { or: [{ title: { eq: 'a' } }, { id: { eq: 'a' } }] } })).toThrow('conditions');
    expect(() => total({ ...usual, n: 101 })).toThrow('first');
    expect(total(usual)).toBe(5);
  });

  it('the estimate of fragments that expand to millions of fields takes linear time', () => {
    const fragments = Array.from(
      { length: 10 },
      (_, i) =>
        `fragment F${i} on Office { predecessors { ...F${i + 1} } successors { ...F${i + 1} } parts { ...F${i + 1} } }`,
    );
    const query = `{ office(slug: "a") { ...F0 } } ${fragments.join(' ')} fragment F10 on Office { id }`;
    expect(costOf(query).total).toBeGreaterThan(1e9);
    const twice = Array.from({ length: 26 }, (_, i) => `fragment F${i} on Office { ...F${i + 1} ...F${i + 1} }`);
    expect(costOf(`{ office(slug: "a") { ...F0 } } ${twice.join(' ')} fragment F26 on Office { id }`).total).toBe(1);
  });
});

/**
 * The library knows a field without its parent, so that a page multiplies all that is below the connection, `pageInfo`
 * and `totalCount` too: a bound from above that does not depend on how we walk through a document.
 */
it('the estimate is never above that of graphql-query-complexity for the same figures', () => {
  const estimators = [
    ({ field, args, childComplexity }: ComplexityEstimatorArgs) => {
      const figures = figuresOf(field);
      const { isList, slicing, keys, declared } = figures;
      const added = addedBy(figures, args);
      // The library does not know how often a field stands beside a page; there are never as many as that.
      const beside = [...added.below.values()].reduce((sum, weight) => sum + 20 * weight, 0);
      const weight = figures.weight + added.own + beside;
      const assumedSize = declared?.size?.(args) ?? figures.assumedSize;
      const page = slicing.map((argument) => args[argument] as number | null | undefined).find((size) => size != null);
      if (slicing.length > 0 && !isList) return weight + (page ?? assumedSize) * childComplexity;
      const isPage = field.name === 'nodes' || field.name === 'edges';
      const size = keys === undefined ? (isPage ? 1 : (page ?? assumedSize)) : (args[keys] as unknown[]).length;
      return (isList ? size : 1) * (weight + childComplexity);
    },
  ];
  fc.assert(
    fc.property(generatedRequests(schema, keys), (request) => {
      const query = parse(request.query);
      fc.pre(validate(schema, query).length === 0);
      const variables = JSON.parse(JSON.stringify(request.variables)) as Record<string, unknown>;
      fc.pre(coerced({ schema, document: query, operation: getOperationAST(query)! }, variables) !== undefined);
      const library = getComplexity({ estimators, schema, query, variables });
      expect(costOf(request.query, variables).total).toBeLessThanOrEqual(library);
    }),
    { numRuns, endOnFailure: true },
  );
});

it('1,000 entities with plain fields are within the budget', () => {
  const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on NewsItem { title issuedOn lead } } }';
  expect(costOf(query, { r: Array.from({ length: 1_000 }, () => ({})) }).total).toBe(1_000);
});

it('no answer costs more than with every list at its bound', async () => {
  let executed = 0;
  await fc.assert(
    fc.asyncProperty(generatedRequests(schema, keys), async ({ query, variables }) => {
      fc.pre(validate(schema, parse(query)).length === 0);
      const { data, extensions } = await report(query, variables);
      const cost = extensions?.cost;
      if (cost?.actual === undefined || cost.atMost === undefined) return;
      if (data) executed += 1;
      expect(cost.actual).toBeLessThanOrEqual(cost.atMost);
    }),
    { numRuns, endOnFailure: true },
  );
  expect(executed).toBeGreaterThan(numRuns / 3);
});

it('the actual cost counts all items of a list longer than assumed', () => {
  const document = parse('{ newsItem(slug: "a") { issuedBy { id } countries { id } } }');
  const [operation] = document.definitions as [OperationDefinitionNode];
  const data = {
    newsItem: { issuedBy: Array.from({ length: 9 }, (_, i) => ({ id: `${i}` })), countries: [{ id: 'a' }] },
  };
  expect(actualCost(schema, document, operation, {}, data)).toBe(1 + 9 + 1);
});

it('the actual cost counts the objects of the answer', async () => {
  const query =
    '{ country(isoCode: "MT") { name newsItems(first: 5) { nodes { id } } } newsItems(first: 2) { totalCount nodes { id } } }';
  const { data, extensions } = await report(query);
  const { country } = data as { country: { newsItems: { nodes: unknown[] } } };
  expect(extensions?.cost).toMatchObject({ estimate: 7 + 13, actual: 2 + country.newsItems.nodes.length + 13 });
});

it('lists of the bundled content are no longer than assumed, except where long ones are rare', async () => {
  const long = { fieldsOfWork: 'some news items have up to 15, most one or two' };
  const query = `{ countries(first: 100) { nodes { chairpersonships { id } names { name } fieldOperations { id } } }
    offices(first: 100) { nodes { parts { id } predecessors { id } successors { id } names { name } } }
    newsItems(first: 100) { nodes { countryMentions { start } issuedBy { id } fieldsOfWork { id } countries { id } projects { id } events { id } } }
    organization { participatingStates { id } partners { id } fieldOperations { id } institutions { id } secretariatDepartments { id } bodies { id } } }`;
  const sizes = new Map<string, number>();
  const walk = (value: unknown, name: string): void => {
    if (Array.isArray(value)) {
      sizes.set(name, Math.max(sizes.get(name) ?? 0, value.length));
      value.forEach((item) => walk(item, name));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, key);
    }
  };
  walk(await graph.data(query), 'data');
  const assumed = new Map<string, number>();
  for (const { fields } of [costOf(query)]) {
    const visit = (parts: typeof fields): void =>
      parts.forEach(({ nodes, size, below }) => {
        assumed.set(nodes[0]!.name.value, size);
        visit(below.fields);
      });
    visit(fields);
  }
  const tooLong = [...sizes].filter(([name, size]) => size > assumed.get(name)!).map(([name]) => name);
  expect(tooLong).toEqual(Object.keys(long));
});

describe('the report', () => {
  it('the cost report is returned only on request', async () => {
    expect(
      (await graph.server.app.inject({ method: 'POST', url: '/graphql', payload: { query: '{ __typename }' } })).json(),
    ).toEqual({
      data: { __typename: 'Query' },
    });
    expect((await report('{ __typename }')).extensions).toEqual({
      cost: { estimate: 0, atMost: 0, actual: 0, budget: 1e9, byPath: [], took: expect.any(Object) },
    });
  });

  it('the cost report names the most expensive paths with their list sizes', async () => {
    const { extensions } = await report(
      '{ countries(first: 10) { nodes { newsItems(first: 5) { nodes { issuedBy { name } } } } } }',
    );
    expect(extensions!.cost.byPath.slice(0, 4)).toEqual([
      { path: 'countries', cost: 221, size: 10 },
      { path: 'countries.nodes', cost: 220, size: 10 },
      { path: 'countries.nodes.newsItems', cost: 210, size: 5 },
      { path: 'countries.nodes.newsItems.nodes', cost: 200, size: 5 },
    ]);
  });
});

describe('the cheapest change', () => {
  const changeOf = (query: string, budget: number) => {
    const document = parse(query);
    const [operation] = document.definitions as [OperationDefinitionNode];
    const again = (changes: Changes) => estimate(schema, document, operation, {}, undefined, changes);
    return cheapestChange(again(new Map()), budget, again);
  };

  it('the cheapest change shrinks one page by no more than needed', () => {
    const query = '{ countries(first: 100) { nodes { newsItems(first: 100) { nodes { title issuedBy { name } } } } } }';
    expect(changeOf(query, 10_000)?.text).toBe('"first: 24" in place of 100 at countries.nodes.newsItems');
  });

  it('the cheapest change omits a field if no smaller page is enough', () => {
    const query = '{ newsItems(first: 1) { totalCount facets { kinds { count } } nodes { title } } }';
    expect(changeOf(query, 20)?.text).toBe('leaving out newsItems.facets');
  });

  it('a change that leaves another type above the limit is not suggested', () => {
    const query = `{ node(id: "a") { ... on NewsItem { countries { id } } ... on FieldOperation { parts { id } } } }`;
    expect(changeOf(query, 10)?.text).toBe('leaving out node.parts');
    expect(changeOf(query, 8)?.text).toBe('leaving out node');
  });

  it('each suggested change makes its operation fit the limit', () => {
    let told = 0;
    fc.assert(
      fc.property(
        generatedRequests(schema, keys),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        (request, share) => {
          const document = parse(request.query);
          fc.pre(validate(schema, document).length === 0);
          const [operation] = document.definitions as [OperationDefinitionNode];
          const variables = coerced({ schema, document, operation }, JSON.parse(JSON.stringify(request.variables)));
          fc.pre(variables !== undefined);
          const again = (changes: Changes) => estimate(schema, document, operation, variables!, undefined, changes);
          const costed = again(new Map());
          const budget = Math.floor(costed.total * share);
          const change = costed.total > budget ? cheapestChange(costed, budget, again) : undefined;
          if (!change) return;
          told += 1;
          expect(again(change.changes).total).toBe(change.total);
          expect(change.total).toBeLessThanOrEqual(budget);
        },
      ),
      { numRuns, endOnFailure: true },
    );
    expect(told).toBeGreaterThan(numRuns / 3);
  });
});
