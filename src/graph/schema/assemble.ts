/** The graph that the slices make together. Only this file goes through the slices; all others take what it collected. */
import type { LoaderFactories } from '../context.js';
import type { ViewFactories } from '../catalogue.js';
import { kindsByType } from '../federation/kinds.js';
import type { Slice } from '../slice.js';

export type AssembledGraph = Readonly<ReturnType<typeof assembleGraph>>;

export function assembleGraph(slices: readonly Slice[]) {
  const nodes = slices.flatMap((slice) => slice.nodes ?? []);
  const cached = slices.flatMap((slice) => (slice.shelf && slice.nodes) || []);
  return {
    entities: slices.flatMap(({ entities = [] }) => entities),
    resolvers: slices.flatMap(({ resolvers }) => resolvers),
    types: slices.flatMap(({ types = [] }) => types),
    shelves: slices.flatMap(({ shelf }) => shelf ?? []),
    views: Object.assign({}, ...slices.map(({ views }) => views)) as ViewFactories,
    loaders: Object.assign({}, ...slices.map(({ loaders }) => loaders)) as LoaderFactories,
    /** Lookups by kind of node. */
    nodeSources: new Map(nodes.map((source) => [source.kind, source])),
    /** Kinds by the names of their types, interfaces and connections. */
    kinds: kindsByType(nodes, new Set(cached)),
    /** The object types whose rows are in the catalogue. */
    catalogueTypes: new Set(cached.flatMap(({ typeNames }) => typeNames)),
    /** Declares what depends on all nouns. Called before the schema is built. */
    beforeSchema: () => slices.forEach((slice) => slice.beforeSchema?.()),
  };
}
