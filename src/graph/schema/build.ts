/** The executable schema: built by TypeGraphQL from the slices and converted to a Federation 2 subgraph. */
import { printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { callDirectly, resolverContainer } from './direct-resolvers.js';
import type { AssembledGraph } from './assemble.js';
import { makeFilterInputs } from '../where/input.js';
import type { PolicyReader } from '../federation/cache-policy.js';
import { defaultFederation, type FederationSettings } from '../federation/settings.js';
import { stitchingSdl } from '../stitching/stitching-sdl.js';
import { toSubgraph, type Subgraph } from '../federation/subgraph.js';

let built: { graph: AssembledGraph; source: GraphQLSchema; subgraphs: Map<string, Subgraph> } | undefined;

/**
 * TypeGraphQL collects decorators in a global store, so a process has one schema. The result for the same graph is
 * cached.
 */
function build(graph: AssembledGraph) {
  if (built?.graph === graph) return built;
  makeFilterInputs();
  graph.beforeSchema();
  const source = buildSchemaSync({
    resolvers: graph.resolvers as unknown as NonEmptyArray<() => unknown>,
    orphanedTypes: graph.types,
    validate: { skipMissingProperties: false },
    container: resolverContainer,
  });
  callDirectly(source);
  built = { graph, source, subgraphs: new Map() };
  return built;
}

function subgraphOf(graph: AssembledGraph, settings: FederationSettings): Subgraph {
  const { source, subgraphs } = build(graph);
  const form = JSON.stringify(settings);
  let subgraph = subgraphs.get(form);
  if (!subgraph) subgraphs.set(form, (subgraph = toSubgraph(source, graph, settings)));
  return subgraph;
}

/** The executable schema of the slices, a Federation 2 subgraph. */
export const buildGraphSchema = (graph: AssembledGraph, settings = defaultFederation): GraphQLSchema =>
  subgraphOf(graph, settings).schema;

/** The SDL with federation directives, as `_service` returns it; `schema.graphql` has it with the default settings. */
export const sdlOf = (graph: AssembledGraph, settings = defaultFederation): string => subgraphOf(graph, settings).sdl;

/** The cache policy reader of the schema. */
export const cachePolicyOf = (graph: AssembledGraph, settings = defaultFederation): PolicyReader =>
  subgraphOf(graph, settings).policyOf;

/** The SDL for stitching gateways. */
export const stitchingSdlOf = (graph: AssembledGraph): string => stitchingSdl(build(graph).source);

/** The SDL for clients and their tools, without gateway directives. */
export const apiSdlOf = (graph: AssembledGraph): string => `${printSchema(build(graph).source)}\n`;

/** The schema as the slices declare it, without federation. */
export const sourceSchemaOf = (graph: AssembledGraph): GraphQLSchema => build(graph).source;
