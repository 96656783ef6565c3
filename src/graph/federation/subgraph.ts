/**
 * From the schema that TypeGraphQL builds to a Federation 2 subgraph. The schema goes through its SDL, since that is
 * what `buildSubgraphSchema` takes; what the SDL cannot hold is brought over afterwards.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  GraphQLInterfaceType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  parse,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';
import type { Slice } from '../slice.js';
import { resolveEntities } from './entities.js';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@interfaceObject"])\n\n`;

/** The SDL of the subgraph, as `_service { sdl }` gives it and `schema.graphql` holds it. */
export const subgraphSdl = (schema: GraphQLSchema) => link + printSchemaWithDirectives(schema) + '\n';

export function toSubgraph(source: GraphQLSchema, slices: readonly Slice[]): GraphQLSchema {
  const subgraph = buildSubgraphSchema({ typeDefs: parse(subgraphSdl(source)), resolvers: resolversOf(source) });
  bringOver(source, subgraph);
  resolveEntities(subgraph, slices);
  return subgraph;
}

/** What executes: resolvers, type resolution, the values of enums and the functions of scalars. */
function resolversOf(schema: GraphQLSchema): GraphQLResolverMap<unknown> {
  const resolvers: Record<string, unknown> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isScalarType(type) && type.astNode === undefined && type.name === 'Date') resolvers[type.name] = type;
    else if (isEnumType(type)) {
      resolvers[type.name] = Object.fromEntries(type.getValues().map(({ name, value }) => [name, value as unknown]));
    } else if (isInterfaceType(type) || isUnionType(type)) resolvers[type.name] = { __resolveType: type.resolveType };
    else if (isObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(({ resolve }) => resolve);
      resolvers[type.name] = Object.fromEntries(fields.map(({ name, resolve }) => [name, resolve]));
    }
  }
  return resolvers as GraphQLResolverMap<unknown>;
}

/** Default values of enums become their names in SDL, and extensions are lost: both are taken from the source. */
function bringOver(source: GraphQLSchema, target: GraphQLSchema): void {
  for (const from of Object.values(source.getTypeMap())) {
    const to = target.getType(from.name);
    if (!to || from.name.startsWith('__')) continue;
    to.extensions = { ...to.extensions, ...from.extensions };
    if (isInputObjectType(from) && isInputObjectType(to))
      bringOverInputs(Object.values(from.getFields()), to.getFields());
    if ((isObjectType(from) || isInterfaceType(from)) && (isObjectType(to) || to instanceof GraphQLInterfaceType)) {
      for (const field of Object.values(from.getFields())) {
        const twin = to.getFields()[field.name]!;
        twin.extensions = { ...twin.extensions, ...field.extensions };
        bringOverInputs(field.args, Object.fromEntries(twin.args.map((arg) => [arg.name, arg])));
      }
    }
  }
}

function bringOverInputs(
  from: readonly (GraphQLArgument | GraphQLInputField)[],
  to: Record<string, GraphQLArgument | GraphQLInputField>,
): void {
  for (const input of from) to[input.name]!.defaultValue = input.defaultValue;
}
