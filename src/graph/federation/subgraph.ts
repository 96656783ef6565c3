/**
 * From the schema that TypeGraphQL builds to a Federation 2 subgraph. The schema goes through its SDL, since that is
 * what `buildSubgraphSchema` takes; what the SDL cannot hold is brought over afterwards.
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
import type { Slice } from '../slice.js';
import { policyReader, type PolicyReader } from './cache-policy.js';
import { federate } from './directives.js';
import { resolveEntities } from './entities.js';
import { kindsByType } from './kinds.js';
import { bringOver } from './round-trip.js';
import type { FederationSettings } from './settings.js';

export interface Subgraph {
  schema: GraphQLSchema;
  /** What `_service` answers and, with the default settings, what `schema.graphql` holds. */
  sdl: string;
  /** For how long answers may be kept, and their cache tags. */
  policyOf: PolicyReader;
}

export function toSubgraph(source: GraphQLSchema, slices: readonly Slice[], settings: FederationSettings): Subgraph {
  const kinds = kindsByType(slices);
  const sdl = `${print(sorted(federate(getDocumentNodeFromSchema(source), kinds, settings)))}\n`;
  const typeDefs = parse(sdl);
  const schema = buildSubgraphSchema({ typeDefs, resolvers: resolversOf(source) });
  bringOver(source, schema);
  serveSdl(schema, sdl);
  resolveEntities(schema, slices);
  return { schema, sdl, policyOf: policyReader(schema, kinds) };
}

/**
 * The definitions of types by name, `Query` and what is no type before them. The order of the source is that in which
 * types refer to each other: one more noun would move hundreds of lines of `schema.graphql` that have nothing to do with it.
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

/** The stock resolver answers with all definitions of directives written out, which is another text than the committed one. */
function serveSdl(schema: GraphQLSchema, sdl: string): void {
  schema.getQueryType()!.getFields()['_service']!.resolve = () => ({ sdl });
}

/** What executes: resolvers, type resolution, the values of enums and the functions of scalars. */
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
