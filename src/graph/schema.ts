/** The executable schema: what TypeGraphQL builds from the slices, turned into a Federation 2 subgraph. */
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import type { Slice } from './slice.js';
import { makeFilterInputs } from './where/input.js';
import { subgraphSdl, toSubgraph } from './federation/subgraph.js';

interface Built {
  slices: readonly Slice[];
  source: GraphQLSchema;
  subgraph: GraphQLSchema;
}

let built: Built | undefined;

/**
 * TypeGraphQL collects what decorators declare in one global place, so that there is one schema for a process; asking
 * again for the same slices gives the same.
 */
function build(slices: readonly Slice[]): Built {
  if (built?.slices === slices) return built;
  makeFilterInputs();
  const source = buildSchemaSync({
    resolvers: slices.flatMap((slice) => slice.resolvers) as unknown as NonEmptyArray<() => unknown>,
    orphanedTypes: slices.flatMap((slice) => slice.types ?? []),
    validate: { skipMissingProperties: false },
  });
  built = { slices, source, subgraph: toSubgraph(source, slices) };
  return built;
}

/** The executable schema of the slices, a Federation 2 subgraph. */
export const buildGraphSchema = (slices: readonly Slice[]): GraphQLSchema => build(slices).subgraph;

/** Its SDL with federation directives: what `schema.graphql` holds and `_service` answers. */
export const sdlOf = (slices: readonly Slice[]): string => subgraphSdl(build(slices).source);
