import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ClassType } from 'type-graphql';
import type { Shelf, ViewFactories } from './catalogue.js';
import type { LoaderFactories, NodeSource } from './context.js';

/** Everything that a noun adds to the graph. The `index.ts` of its folder exports it. */
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
