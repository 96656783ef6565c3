import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ClassType } from 'type-graphql';
import type { Shelf, ViewFactories } from './catalogue.js';
import type { GraphContext, LoaderFactories } from './context.js';
import type { NodeKind } from './node-id.js';

/** A row as the API needs it to tell its type. */
export interface NodeRow {
  id: string;
}

type Found = NodeRow | null | undefined;

/** @param fields those that are selected of the node, where the caller knows; a bound from above */
export type FindByKey = (key: string, context: GraphContext, fields?: ReadonlySet<string>) => Found | Promise<Found>;

/** How nodes of one kind are found: by id for `node`, and by any key for the references that other subgraphs send. */
export interface NodeSource {
  kind: NodeKind;
  /** The GraphQL object types that nodes of this kind can have. */
  typeNames: readonly string[];
  /** The interface that they share, if there are several. */
  interfaceName?: string;
  /** By key field: how its value is looked up. A value that finds nothing gives null or undefined. */
  keys: Record<string, FindByKey>;
}

/** All that one noun brings to the graph. `slices.ts` lists the slices; nothing else knows them all. */
export interface Slice {
  name: string;
  /** Tables, for TypeORM. */
  entities?: readonly EntityTarget<ObjectLiteral>[];
  /** TypeGraphQL resolver classes: the noun's own, and the fields that it adds to other types. */
  resolvers: readonly ClassType[];
  /** Object types that no field names outright: those behind an interface. */
  types?: readonly ClassType[];
  shelf?: Shelf;
  views?: ViewFactories;
  loaders?: LoaderFactories;
  nodes?: NodeSource;
  /** Declares what follows from all nouns: called when all are declared, before the schema is made. */
  beforeSchema?: () => void;
}
