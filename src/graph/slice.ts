import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ClassType } from 'type-graphql';
import type { Shelf, ViewFactories } from './catalogue.js';
import type { GraphContext, LoaderFactories } from './context.js';
import type { NodeKind } from './node-id.js';

/** The part of a row that determines its type. */
export interface NodeRow {
  id: string;
}

type Found = NodeRow | null | undefined;

/** @param fields the selected fields of the node, if known; an upper bound */
export type FindByKey = (key: string, context: GraphContext, fields?: ReadonlySet<string>) => Found | Promise<Found>;

/** Lookups of one kind: by id for `node`, and by any key for references from other subgraphs. */
export interface NodeSource {
  kind: NodeKind;
  /** The possible GraphQL object types of the kind. */
  typeNames: readonly string[];
  /** Their common interface, if there are several. */
  interfaceName?: string;
  /** Lookup functions by key field. They return null or undefined for an unknown value. */
  keys: Record<string, FindByKey>;
}

/** Everything that a noun adds to the graph. Only `slices.ts` lists all slices. */
export interface Slice {
  name: string;
  /** Tables, for TypeORM. */
  entities?: readonly EntityTarget<ObjectLiteral>[];
  /** TypeGraphQL resolver classes: those of the noun, and those of its fields on other types. */
  resolvers: readonly ClassType[];
  /** Object types that no field refers to directly: those behind an interface. */
  types?: readonly ClassType[];
  shelf?: Shelf;
  views?: ViewFactories;
  loaders?: LoaderFactories;
  nodes?: NodeSource;
  /** Declares what depends on all nouns. Called after all are declared and before the schema is built. */
  beforeSchema?: () => void;
}
