import {
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { assembled } from '../../slices.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { nouns } from '../nouns/declare.js';
import { sourceSchemaOf } from '../schema/build.js';

const schema = sourceSchemaOf(assembled);

/** Root fields that are guaranteed to be non-null: see ADR 17. */
const promised = /^(search|organization|navigation|nodes|countryMentions|\w+By(Ids|Slugs|IsoCodes))$/;

describe('the schema', () => {
  const fieldsOf = (name: string) => {
    const type = schema.getType(name);
    return isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  };
  const itemOf = (type: GraphQLOutputType) => {
    const list = getNullableType(type);
    return isListType(list) ? list.ofType : type;
  };

  it('every root field is nullable, except those guaranteed in ADR 17', () => {
    const nonNull = Object.values(fieldsOf('Query')).filter(({ type }) => isNonNullType(type));
    expect(nonNull.map(({ name }) => name).filter((name) => !promised.test(name))).toEqual([]);
  });

  it('every entry of a page is nullable, and so is its count', () => {
    const connections = Object.keys(schema.getTypeMap()).filter((name) => name.endsWith('Connection'));
    // Of each noun, and of the search.
    expect(connections).toHaveLength(nouns().length + 1);
    for (const name of connections) {
      const { nodes, edges, totalCount, facets } = fieldsOf(name);
      expect(isNonNullType(itemOf(nodes!.type))).toBe(false);
      expect(isNonNullType(edges!.type)).toBe(true);
      for (const extra of [totalCount, facets]) expect(extra && isNonNullType(extra.type)).not.toBe(true);
    }
    const edges = Object.keys(schema.getTypeMap()).filter((name) => name.endsWith('Edge'));
    expect(edges).toHaveLength(nouns().length + 1);
    for (const name of edges) expect(isNonNullType(fieldsOf(name)['node']!.type)).toBe(false);
  });
});

describe('an error', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph('organization');
  });
  afterAll(() => graph.close());
  afterEach(() => jest.restoreAllMocks());

  type Rows = { count: number; mentionRows: { countryId: string }[] }[];
  /** Changes the rows of the statements of a kind. */
  const meddle = (statement: RegExp, change: (rows: Rows) => Rows) => {
    const read = graph.database.rows.bind(graph.database);
    jest.spyOn(graph.database, 'rows').mockImplementation(async (sql) => {
      const rows = await read(sql);
      return (statement.test(sql.text) ? change(rows as Rows) : rows) as never;
    });
  };
  const fail = () => {
    throw new Error('It fails.');
  };

  it('an error in one root field does not affect the others', async () => {
    const { data, errors } = await graph.ask(`{
      none: newsItems(first: 0) { totalCount } offices(first: 1) { nodes { slug } }
      stale: countries(after: "abc") { totalCount } office { id } country(isoCode: "MT") { name } }`);
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['none', 'office', 'stale']);
    expect(data).toEqual({
      none: null,
      offices: { nodes: [{ slug: 'secretariat' }] },
      stale: null,
      office: null,
      country: { name: 'Malta' },
    });
  });

  it('an error in one entry does not affect the other entries, the cursors and pageInfo', async () => {
    const query = `{ newsItems(first: 3, where: { countries: { some: { isoCode: { in: ["ME", "MD"] } } } }) {
      edges { cursor node { title countryMentions { country { name } } } } nodes { countryMentions { country { name } } }
      pageInfo { endCursor } } }`;
    interface Page {
      edges: { cursor: string; node: object | null }[];
      nodes: (object | null)[];
      pageInfo: object;
    }
    const { newsItems: whole } = await graph.data<{ newsItems: Page }>(query);
    meddle(/FROM country_mention/, ([first, ...rest]) => [
      { ...first!, mentionRows: first!.mentionRows.map((mention) => ({ ...mention, countryId: 'none' })) },
      ...rest,
    ]);
    const { data, errors } = await graph.ask<{ newsItems: Page }>(query);
    const gone = data.newsItems.nodes.indexOf(null);
    expect(errors?.map(({ path }) => path?.slice(0, 3))).toEqual(
      expect.arrayContaining([
        ['newsItems', 'nodes', gone],
        ['newsItems', 'edges', gone],
      ]),
    );
    expect(data.newsItems).toEqual({
      edges: whole.edges.map((edge, i) => (i === gone ? { ...edge, node: null } : edge)),
      nodes: whole.nodes.map((node, i) => (i === gone ? null : node)),
      pageInfo: whole.pageInfo,
    });
  });

  it('an error in totalCount or facets does not affect the page', async () => {
    meddle(/bit_count\(/, fail);
    const { data, errors } = await graph.ask(
      '{ newsItems(first: 1) { totalCount facets { kinds { count } } nodes { __typename } } }',
    );
    expect(errors?.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        ['newsItems', 'totalCount'],
        ['newsItems', 'facets'],
      ]),
    );
    expect(data).toEqual({ newsItems: { totalCount: null, facets: null, nodes: [{ __typename: 'NewsItem' }] } });
  });

  it('an error in a list below nodes nulls the nodes, but not the page and the other root fields', async () => {
    meddle(/news_item_country/, fail);
    const { data } = await graph.ask(
      '{ countries(first: 2) { pageInfo { hasNextPage } nodes { newsItems { nodes { id } } } } country(isoCode: "MT") { name } }',
    );
    expect(data).toEqual({
      countries: { pageInfo: { hasNextPage: true }, nodes: [null, null] },
      country: { name: 'Malta' },
    });
  });
});
