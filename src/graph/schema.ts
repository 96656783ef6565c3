/** The executable schema: built by TypeGraphQL from the slices and converted to a Federation 2 subgraph. */
import { printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { callDirectly, resolverContainer } from './direct-resolvers.js';
import type { Slice } from './slice.js';
import { makeFilterInputs } from './where/input.js';
import type { PolicyReader } from './federation/cache-policy.js';
import { defaultFederation, type FederationSettings } from './federation/settings.js';
import { stitchingSdl } from './stitching/stitching-sdl.js';
import { toSubgraph, type Subgraph } from './federation/subgraph.js';

let built: { slices: readonly Slice[]; source: GraphQLSchema; subgraphs: Map<string, Subgraph> } | undefined;

/**
 * TypeGraphQL collects decorators in a global store, so a process has one schema. The result for the same slices is
 * cached.
 */
function build(slices: readonly Slice[]) {
  if (built?.slices === slices) return built;
  makeFilterInputs();
  for (const { beforeSchema } of slices) beforeSchema?.();
  const source = buildSchemaSync({
    resolvers: slices.flatMap((slice) => slice.resolvers) as unknown as NonEmptyArray<() => unknown>,
    orphanedTypes: slices.flatMap((slice) => slice.types ?? []),
    validate: { skipMissingProperties: false },
    container: resolverContainer,
  });
  callDirectly(source);
  built = { slices, source, subgraphs: new Map() };
  return built;
}

function subgraphOf(slices: readonly Slice[], settings: FederationSettings): Subgraph {
  const { source, subgraphs } = build(slices);
  const form = JSON.stringify(settings);
  let subgraph = subgraphs.get(form);
  if (!subgraph) subgraphs.set(form, (subgraph = toSubgraph(source, slices, settings)));
  return subgraph;
}

/** The executable schema of the slices, a Federation 2 subgraph. */
export const buildGraphSchema = (slices: readonly Slice[], settings = defaultFederation): GraphQLSchema =>
  subgraphOf(slices, settings).schema;

/** The SDL with federation directives, as `_service` returns it; `schema.graphql` has it with the default settings. */
export const sdlOf = (slices: readonly Slice[], settings = defaultFederation): string =>
  subgraphOf(slices, settings).sdl;

/** The cache policy reader of the schema. */
export const cachePolicyOf = (slices: readonly Slice[], settings = defaultFederation): PolicyReader =>
  subgraphOf(slices, settings).policyOf;

/** The SDL for stitching gateways. */
export const stitchingSdlOf = (slices: readonly Slice[]): string => stitchingSdl(build(slices).source);

/** The SDL for clients and their tools, without gateway directives. */
export const apiSdlOf = (slices: readonly Slice[]): string => `${printSchema(build(slices).source)}\n`;

/** The schema as the slices declare it, without federation. */
export const sourceSchemaOf = (slices: readonly Slice[]): GraphQLSchema => build(slices).source;
