/** No answer costs more than its report says, even with lists as long as the import admits and with hostile texts. */
import fc from 'fast-check';
import { getNullableType, isListType, isObjectType, parse, validate } from 'graphql';
import { aNewsItem } from '../../../content/news-item/news-item.fixture.js';
import { maximalEntries, maximalReferenceNodes } from '../../../graph/nouns/bounds.js';
import { buildGraphSchema } from '../../../graph/schema/build.js';
import { costsOf } from '../../../graph/cost.js';
import { asRecord } from '../../../ingest/json-lines/record-shapes.js';
import { tooLongListOf } from '../../../ingest/import/records.js';
import type { ContentRecord } from '../../../ingest/record.js';
import { readEnvironment } from '../../../settings/environment.js';
import { assembled } from '../../../slices.js';
import { startTestGraph, type TestGraph } from '../../../testing/test-graph.js';
import { generatedRequests } from '../generated-documents.fixture.js';
import { figuresOf } from './figures.js';
import type { CostReport } from './report.js';

const numRuns = Number(process.env['COST_RUNS'] ?? 60);
const schema = buildGraphSchema(assembled);

const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'))
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
/** Fields that have the length of a page of the type, such as `NewsItemConnection.nodes`. */
const paged = new Set(
  fields.flatMap(({ field }) => {
    const type = getNullableType(field.type);
    return isObjectType(type) ? [...figuresOf(field).sized].map((name) => `${type.name}.${name}`) : [];
  }),
);
const lists = fields
  .filter(({ field }) => isListType(getNullableType(field.type)))
  .map(({ type, field }) => ({ coordinate: `${type.name}.${field.name}`, field }));

it.each(lists)('the length of the list $coordinate is bounded by its arguments or by its declaration', (list) => {
  const { keys, slicing, declared } = figuresOf(list.field);
  const bounds = [
    paged.has(list.coordinate),
    keys !== undefined,
    slicing.length > 0,
    declared?.size !== undefined,
    costsOf(list.field)?.most !== undefined,
  ];
  expect(bounds).toContain(true);
});

const numbers = Array.from({ length: maximalEntries }, (_, i) => i);
const slugs = (of: string) => numbers.map((n) => `${of}-${n}`);
const texts = ['Italy and Spain. '.repeat(200), 'Georgia, USA. Jordan Smith. '.repeat(100), 'OSCE '.repeat(40)];

/** A news item and an office whose lists are all as long as they can be. */
const longLists = (): ContentRecord[] => [
  ...numbers.flatMap((n): ContentRecord[] => [
    { type: 'FieldOfWork', slug: `work-${n}`, name: `Work ${n}`, dimension: 'HUMAN' },
    {
      type: 'OrganizationBody',
      slug: `body-${n}`,
      name: `Body ${n}`,
      status: 'ACTIVE',
      ...(n > 0 && { partOf: 'body-0' }),
      names: numbers.map((i) => ({ name: `Name ${n} ${i}`, kind: 'VARIANT' })),
    },
    { type: 'Project', slug: `project-${n}`, name: `Project ${n}`, supportedBy: [] },
    { type: 'Event', slug: `event-${n}`, title: `Event ${n}`, fieldsOfWork: slugs('work') },
  ]),
  aNewsItem({
    slug: 'long',
    issuedBy: slugs('body'),
    issuersAsText: slugs('issuer'),
    fieldsOfWork: slugs('work'),
    projects: slugs('project'),
    events: slugs('event'),
    body: texts.join('\n\n'),
  }),
];

describe('with the longest lists', () => {
  const { limits } = readEnvironment({});
  const generous = { ...limits, cost: 1e9, aliases: 1e4, depth: 50, recursion: 50, directives: 1e4, tokens: 1e5 };
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph('organization', { limits: generous });
    await graph.add(...longLists());
  });
  afterAll(() => graph.close());

  async function costsOfAnswer(query: string, variables: object = {}) {
    const response = await graph.server.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query, variables },
      headers: { 'graph-cost': 'report' },
    });
    const { data, extensions } = response.json<{ data?: object; extensions?: { cost: CostReport } }>();
    return { data, cost: extensions?.cost };
  }

  it('an answer with long lists costs more than usual, and no more than its bound', async () => {
    const { cost } = await costsOfAnswer(
      '{ newsItem(slug: "long") { issuedBy { id } fieldsOfWork { id } projects { id } events { id } } }',
    );
    expect(cost).toMatchObject({ estimate: 1 + 3 + 6 + 2 + 2, actual: 1 + 4 * maximalEntries });
    expect(cost!.atMost).toBe(1 + 4 * maximalEntries);
  });

  it.each(texts)('the mentions in a hostile text are no more than estimated: %#', async (text) => {
    const { data, cost } = await costsOfAnswer(
      `query ($text: String!) {
        countryMentions(text: $text) { country { names { name } } }
        suppressedCountryMentions(text: $text) { country { fieldOperations { id } } } }`,
      { text },
    );
    expect(data).toBeDefined();
    expect(cost!.actual).toBeLessThanOrEqual(cost!.atMost!);
  });

  it('no answer costs more than its bound', async () => {
    const { newsItems, offices, events } = await graph.data<Record<string, { nodes: { id: string; slug: string }[] }>>(
      `{ newsItems(where: { slug: { eq: "long" } }) { nodes { id slug } } events(first: 2) { nodes { id slug } }
         offices(where: { slug: { eq: "body-0" } }) { nodes { id slug } } }`,
    );
    const nodes = [newsItems!, offices!, events!].flatMap((page) => page.nodes);
    const keys = { ids: nodes.map(({ id }) => id), slugs: nodes.map(({ slug }) => slug), texts };
    let executed = 0;
    await fc.assert(
      fc.asyncProperty(generatedRequests(schema, keys), async ({ query, variables }) => {
        fc.pre(validate(schema, parse(query)).length === 0);
        const { data, cost } = await costsOfAnswer(query, variables);
        if (cost?.actual === undefined || cost.atMost === undefined) return;
        if (data) executed += 1;
        expect(cost.actual).toBeLessThanOrEqual(cost.atMost);
      }),
      { numRuns, endOnFailure: true },
    );
    expect(executed).toBeGreaterThan(numRuns / 3);
  });

  it('a kind that is kept in memory has a limited number of nodes', async () => {
    const more = Array.from({ length: maximalReferenceNodes }, (_, n): ContentRecord => ({
      type: 'FieldOfWork',
      slug: `more-${n}`,
      name: `More ${n}`,
      dimension: 'HUMAN',
    }));
    await expect(graph.add(...more)).rejects.toThrow('at most 1000 nodes of the kind FieldOfWork');
  });
});

it('a record with a longer list is rejected, and so is a page', () => {
  const record = aNewsItem({ issuersAsText: Array.from({ length: maximalEntries + 1 }, (_, n) => `Issuer ${n}`) });
  expect(asRecord(record)).toEqual({
    error: 'Expected "issuersAsText" to have at most 100 entries, but it has 101.',
  });
  expect(tooLongListOf(record)).toBe('Expected a page with at most 100 entries in "issuersAsText", but it has more.');
  expect(tooLongListOf(aNewsItem({ issuersAsText: slugs('issuer') }))).toBeUndefined();
});
