/** The operations of `examples/operations`, and a graph with enough content for all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectType, Kind, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { aNewsItem } from '../../content/news-item/news-item.fixture.js';
import { sourceSchemaOf } from '../../graph/schema/build.js';
import { assembled } from '../../slices.js';
import { startTestGraph, type TestGraph } from '../test-graph.js';

const folder = join(__dirname, '../../../examples');

export interface Example {
  /** Name of the file, without the extension. */
  name: string;
  text: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Names of its variables. */
  variables: readonly string[];
}

function read(kind: 'operations' | 'relay'): Example[] {
  return readdirSync(join(folder, kind)).map((file) => {
    const text = readFileSync(join(folder, kind, file), 'utf8');
    const document = parse(text);
    const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
    const variables = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
    return { name: file.replace('.graphql', ''), text, document, operation, variables };
  });
}

/** Every variable has a default. */
export const exampleOperations = read('operations');

/** Fragments and operations for Relay. */
export const relayExamples = read('relay');

export const apiSchema = sourceSchemaOf(assembled);

/** Object types without an id: normalised caches embed them in their parent. */
export const typesWithoutId = Object.values(apiSchema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__') && !('id' in type.getFields()))
  .map(({ name }) => name)
  .filter((name) => name !== 'Query')
  .sort();

/** The possible types of interfaces, in the format of client caches. */
export const possibleTypes = Object.fromEntries(
  ['Node', 'Country', 'Office'].map((name) => [
    name,
    apiSchema.getPossibleTypes(apiSchema.getType(name) as never).map((type) => type.name),
  ]),
);

/** A listening graph with 40 additional news items that have all kinds of edges. */
export async function startExampleGraph(): Promise<TestGraph & { endpoint: string }> {
  const graph = await startTestGraph('organization');
  await graph.add(
    ...Array.from({ length: 40 }, (_, i) =>
      aNewsItem({
        title: `Malta and Kazakhstan sign agreement number ${i + 1}`,
        issuedOn: i < 30 ? `2025-11-${String((i % 15) + 1).padStart(2, '0')}` : '2025',
        issuedBy: ['secretariat', 'mission-to-montenegro'],
        fieldsOfWork: ['youth', 'policing'],
        projects: ['e-vidence'],
        events: ['istanbul-summit-1999'],
      }),
    ),
  );
  const address = await graph.server.app.listen({ port: 0, host: '127.0.0.1' });
  return { ...graph, endpoint: `${address}/graphql` };
}

/** The slugs of all news items of a country, read page by page without a client cache. */
export async function newsPageByPage(graph: TestGraph, first: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: string | null = null; ;) {
    const data: { country: { newsItems: Page } } = await graph.data(newsOfCountry, { first, after });
    const { edges, pageInfo } = data.country.newsItems;
    pages.push(edges.map(({ node }) => node!.slug));
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) return pages;
  }
}

export interface Page {
  edges: { cursor: string; node: { id: string; slug: string; title: string } | null }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export const newsOfCountry = `query NewsOfMalta($first: Int, $after: String) {
  country(isoCode: "MT") { id name newsItems(first: $first, after: $after) {
    edges { cursor node { id slug title } } pageInfo { hasNextPage endCursor } } } }`;

/** The root list of news items, page by page. */
export const newsAtRoot = `query News($first: Int, $after: String, $where: NewsItemWhere) {
  newsItems(first: $first, after: $after, where: $where) {
    edges { cursor node { id slug title } } pageInfo { hasNextPage endCursor } } }`;
