import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { declareKinds } from '../../graph/nouns/kinds.js';
import { nouns, type NodeKind } from '../../graph/nouns/declare.js';
import { Node } from '../../graph/node.type.js';

/** The kinds of node, by the names that clients give them; all nouns when the schema is made. */
export const PathKind: Record<string, NodeKind> = {};

export const declarePathKinds = () =>
  declareKinds(PathKind, 'PathKind', 'The kinds of node through which a path may lead.', nouns(), ({ plural }) => {
    return `${plural.charAt(0).toUpperCase()}${plural.slice(1)}.`;
  });

@ObjectType({ simpleResolvers: true, description: 'One step of a path, from a node to its relatedNode.' })
export class Hop {
  @Field(() => Node, { description: 'The node from which the step leads.' })
  from: object;

  @Field(() => Node, { description: 'The node to which it leads.' })
  to: object;

  @Field(() => String, { description: 'The field of `from` in which `to` stands, such as `issuedBy`.' })
  field: string;

  @Field(() => String, { description: 'The step as an English sentence, for readers.' })
  sentence: string;
}

@ObjectType({ simpleResolvers: true, description: 'A shortest connection between two nodes.' })
export class Path {
  @Field(() => Int, { description: 'How many steps it has; 0 from a node to itself.' })
  length: number;

  @Directive('@listSize(assumedSize: 6)')
  @Field(() => [Hop], { description: 'The steps, in order.' })
  hops: Hop[];
}
