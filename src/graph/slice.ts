import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ClassType } from 'type-graphql';
import type { Shelf, ViewFactories } from './catalogue.js';
import type { LoaderFactories, NodeSource } from './context.js';

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
