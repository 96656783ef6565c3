/**
 * Converts the schema that TypeGraphQL builds to a Federation 2 subgraph. The conversion goes through SDL, which
 * `buildSubgraphSchema` requires; what SDL cannot express is copied afterwards.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import {
  isEnumType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isTypeDefinitionNode,
  isUnionType,
  parse,
  print,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { AssembledGraph } from '../schema/assemble.js';
import { policyReader, type PolicyReader } from './cache-policy.js';
import { federate } from './directives.js';
import { resolveEntities } from './entities.js';
import { bringOver } from './round-trip.js';
import type { FederationSettings } from './settings.js';

export interface Subgraph {
  schema: GraphQLSchema;
  /** The SDL that `_service` returns; with the default settings, the content of `schema.graphql`. */
  sdl: string;
  /** The cache policy of operations. */
  policyOf: PolicyReader;
}

export function toSubgraph(
  source: GraphQLSchema,
  { kinds, nodeSources }: AssembledGraph,
  settings: FederationSettings,
): Subgraph {
  const sdl = `${print(sorted(federate(getDocumentNodeFromSchema(source), kinds, settings)))}\n`;
  const typeDefs = parse(sdl);
  const schema = buildSubgraphSchema({ typeDefs, resolvers: resolversOf(source) });
  bringOver(source, schema);
  serveSdl(schema, sdl);
  resolveEntities(schema, nodeSources.values());
  return { schema, sdl, policyOf: policyReader(schema, kinds) };
}

/**
 * Sorts types by name, after `Query` and all other definitions. In the source, types are in the order in which they refer
 * to each other: one more noun would move hundreds of unrelated lines of `schema.graphql`.
 */
function sorted(document: DocumentNode): DocumentNode {
  const rank = (node: DefinitionNode) => (!isTypeDefinitionNode(node) ? '' : node.name.value);
  const isRoot = (node: DefinitionNode) => rank(node) === '' || rank(node) === 'Query';
  const types = document.definitions.filter((node) => !isRoot(node));
  return {
    ...document,
    definitions: [
      ...document.definitions.filter(isRoot),
      ...types.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0)),
    ],
  };
}

/** The stock resolver prints all directive definitions, so its SDL differs from the committed one. */
function serveSdl(schema: GraphQLSchema, sdl: string): void {
  schema.getQueryType()!.getFields()['_service']!.resolve = () => ({ sdl });
}

/** The executable parts: resolvers, type resolvers, enum values and scalar functions. */
function resolversOf(schema: GraphQLSchema): GraphQLResolverMap<unknown> {
  const resolvers: Record<string, unknown> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isScalarType(type) && !isSpecifiedScalarType(type)) resolvers[type.name] = type;
    else if (isEnumType(type)) {
      resolvers[type.name] = Object.fromEntries(type.getValues().map(({ name, value }) => [name, value as unknown]));
    } else if (isInterfaceType(type) || isUnionType(type)) resolvers[type.name] = { __resolveType: type.resolveType };
    else if (isObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(({ resolve, subscribe }) => resolve ?? subscribe);
      resolvers[type.name] = Object.fromEntries(
        fields.map(({ name, resolve, subscribe }) => [name, { resolve, subscribe }]),
      );
    }
  }
  return resolvers as GraphQLResolverMap<unknown>;
}
