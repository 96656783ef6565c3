import { Field, ObjectType } from 'type-graphql';
import { Node } from '../../graph/node.type.js';
import type { NodeRow } from '../../graph/node-id.js';
import { ListSize } from '../../graph/cost.js';
import { maximalReferenceNodes } from '../../graph/nouns/bounds.js';

@ObjectType({
  simpleResolvers: true,
  description: "An entry of the organisation's menu: a heading with entries below it, or a leaf that is a node.",
})
export class NavigationEntry {
  @Field(() => String, { description: 'The text of the entry.' })
  label: string;

  @Field(() => Node, { nullable: true, description: 'The node it links to; null for a heading.' })
  node: NodeRow | null;

  @ListSize({ usual: 6, most: maximalReferenceNodes + 3 })
  @Field(() => [NavigationEntry], { description: 'The child entries.' })
  children: NavigationEntry[];
}
