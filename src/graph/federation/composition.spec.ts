import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeSchemaContract, composeServices as composeWithTheGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { archiveSdl } from '../../../examples/federation/archive';
import { travelAdviceSdl } from '../../../examples/federation/travel-advice';
import { assembled } from '../../slices.js';
import { sdlOf } from '../schema/build.js';
import { defaultFederation } from './settings.js';

type Sdls = Record<string, string>;

const parsed = (sdls: Sdls) =>
  Object.entries(sdls).map(([name, sdl]) => ({ name, url: `http://${name}.example/graphql`, typeDefs: parse(sdl) }));

const composers: [string, (sdls: Sdls) => { errors: string[]; hints: string[]; supergraph: string | undefined }][] = [
  [
    "Apollo's",
    (sdls) => {
      const { errors, hints, supergraphSdl } = composeWithApollo(parsed(sdls));
      return {
        errors: (errors ?? []).map(({ message }) => message),
        hints: (hints ?? []).map(({ message }) => message),
        supergraph: supergraphSdl,
      };
    },
  ],
  [
    "The Guild's",
    (sdls) => {
      // This composer has no hints.
      const { errors, supergraphSdl } = composeWithTheGuild(parsed(sdls));
      return { errors: (errors ?? []).map(({ message }) => message), hints: [], supergraph: supergraphSdl };
    },
  ],
];

const graph = sdlOf(assembled);
const withoutNodeQuery = sdlOf(assembled, { ...defaultFederation, nodeQuery: false });
const federation = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;
const library = `${federation('"@key"')}
  interface Node { id: ID! }
  type Book implements Node @key(fields: "id") { id: ID! title: String! }
  type Query { books: [Book!]! node(id: ID!): Node nodes(ids: [ID!]!): [Node]! }`;

describe.each(composers)('composition without errors and hints by %s composer', (_name, compose) => {
  it.each<[string, Sdls]>([
    ['the graph alone', { graph }],
    ['the graph without its node query', { graph: withoutNodeQuery }],
    ['the graph with a service that extends Country', { graph, travelAdvice: travelAdviceSdl }],
    ['the graph with a service that extends Office and refers to NewsItem', { graph, archive: archiveSdl }],
    ['the graph with both', { graph, travelAdvice: travelAdviceSdl, archive: archiveSdl }],
    ['the graph with a service that has nodes of its own', { graph: withoutNodeQuery, library }],
  ])('%s', (_case, sdls) => {
    const { errors, hints, supergraph } = compose(sdls);
    expect({ errors, hints }).toEqual({ errors: [], hints: [] });
    expect(supergraph).toContain('type NewsItem');
  });
});

describe('what does not compose', () => {
  it.each(composers)('two services with Query.node do not compose, for %s composer', (_name, compose) => {
    expect(compose({ graph, library }).errors.join()).toContain('Query.node');
  });

  // If this composes one day, Node can have @key like Country and Office.
  it('a service that extends Node does not compose, because Country and Office lack its fields', () => {
    const keyed = graph.replace('interface Node {', 'interface Node @key(fields: "id") {');
    const bookmarks = `${federation('"@key", "@interfaceObject"')}
      type Node @interfaceObject @key(fields: "id") { id: ID! bookmarked: Boolean! }
      type Query { bookmarks: [Node!]! }`;
    const [[, apollo]] = composers as [(typeof composers)[number]];
    expect(apollo({ graph: keyed, bookmarks }).errors.join()).toContain('Interface field "Node.bookmarked"');
  });
});

describe('version 2.12 of federation', () => {
  const sdl = sdlOf(assembled, { ...defaultFederation, version: '2.12' });

  it("version 2.12 composes with Apollo's composer, with cache tags on entities and their queries", () => {
    const [[, apollo]] = composers as [(typeof composers)[number]];
    const { errors, hints, supergraph } = apollo({ graph: sdl, travelAdvice: travelAdviceSdl });
    expect({ errors, hints }).toEqual({ errors: [], hints: [] });
    expect(sdl).toContain('federation/v2.12');
    expect(supergraph).toContain('"federation__cacheTag", args: {format: "NewsItem"}');
  });

  it('version 2.12 differs from the default schema only by cache tags', () => {
    const withoutTags = sdl
      .replace('federation/v2.12', 'federation/v2.9')
      .replace('"@cacheTag", ', '')
      .replaceAll(/ @cacheTag\(format: "\w+"\)/g, '');
    expect(withoutTags).toBe(graph);
  });
});

it('a contract can exclude the batch root fields by their tag', () => {
  const filter = { include: new Set<string>(), exclude: new Set(['batch']) };
  const { publicSdl, errors } = composeSchemaContract(parsed({ graph, archive: archiveSdl }), filter, true);
  expect(errors).toBeUndefined();
  expect(publicSdl).toContain('newsItem(');
  expect(publicSdl).not.toMatch(/By(Ids|Slugs|IsoCodes)/);
});
