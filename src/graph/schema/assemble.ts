/** The graph that the slices make together. Only this file goes through the slices; all others take what it collected. */
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ClassType } from 'type-graphql';
import type { Shelf, ViewFactories } from '../catalogue.js';
import type { LoaderFactories, NodeSource } from '../context.js';
import { kindsByType, type Kind } from '../federation/kinds.js';
import type { NodeKind } from '../node-id.js';
import type { Slice } from '../slice.js';

export interface AssembledGraph {
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly resolvers: readonly ClassType[];
  readonly types: readonly ClassType[];
  readonly shelves: readonly Shelf[];
  readonly views: ViewFactories;
  readonly loaders: LoaderFactories;
  /** Lookups by kind of node. */
  readonly nodeSources: ReadonlyMap<NodeKind, NodeSource>;
  /** Kinds by the names of their types, interfaces and connections. */
  readonly kinds: ReadonlyMap<string, Kind>;
  /** The object types whose rows are in the catalogue. */
  readonly catalogueTypes: ReadonlySet<string>;
  /** Declares what depends on all nouns. Called before the schema is built. */
  beforeSchema(): void;
}

export function assembleGraph(slices: readonly Slice[]): AssembledGraph {
  const nodes = slices.flatMap((slice) => slice.nodes ?? []);
  const cached = slices.flatMap((slice) => (slice.shelf && slice.nodes ? slice.nodes : []));
  return {
    entities: slices.flatMap(({ entities = [] }) => entities),
    resolvers: slices.flatMap(({ resolvers }) => resolvers),
    types: slices.flatMap(({ types = [] }) => types),
    shelves: slices.flatMap(({ shelf }) => shelf ?? []),
    views: Object.assign({}, ...slices.map(({ views }) => views)) as ViewFactories,
    loaders: Object.assign({}, ...slices.map(({ loaders }) => loaders)) as LoaderFactories,
    nodeSources: new Map(nodes.map((source) => [source.kind, source])),
    kinds: kindsByType(nodes, new Set(cached)),
    catalogueTypes: new Set(cached.flatMap(({ typeNames }) => typeNames)),
    beforeSchema: () => {
      for (const { beforeSchema } of slices) beforeSchema?.();
    },
  };
}
