import { Field, Int, ObjectType } from 'type-graphql';
import { declareKinds } from '../../graph/nouns/kinds.js';
import { nouns, type NodeKind } from '../../graph/nouns/declare.js';
import { Node } from '../../graph/node.type.js';
import { ListSize } from '../../graph/cost.js';

/** The maximum number of steps. */
export const longestPath = 6;

/** The kinds of node by their GraphQL names; filled with all nouns when the schema is built. */
export const PathKind: Record<string, NodeKind> = {};

export const declarePathKinds = () =>
  declareKinds(PathKind, 'PathKind', 'Kinds of node that a path may pass through.', nouns(), ({ plural }) => {
    return `${plural.charAt(0).toUpperCase()}${plural.slice(1)}.`;
  });

@ObjectType({ simpleResolvers: true, description: 'One step of a path, from a node to a related node.' })
export class Hop {
  @Field(() => Node, { description: 'The start node of the step.' })
  from: object;

  @Field(() => Node, { description: 'The end node of the step.' })
  to: object;

  @Field(() => String, { description: 'The field of `from` that contains `to`, such as `issuedBy`.' })
  field: string;

  @Field(() => String, { description: 'The step as an English sentence, for display.' })
  sentence: string;
}

@ObjectType({ simpleResolvers: true, description: 'A shortest path between two nodes.' })
export class Path {
  @Field(() => Int, { description: 'Number of steps; 0 from a node to itself.' })
  length: number;

  @ListSize({ usual: 6, most: longestPath })
  @Field(() => [Hop], { description: 'The steps, in order.' })
  hops: Hop[];
}
