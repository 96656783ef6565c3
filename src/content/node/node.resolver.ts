import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { checkIds, IdsArgs } from '../../graph/lookup.js';
import { kindOfId } from '../../graph/node-id.js';
import { selectedFields } from '../../graph/pages/selection.js';
import { Node } from '../../graph/node.type.js';

const find = (id: string, context: GraphContext, info: GraphQLResolveInfo) => {
  const kind = kindOfId(id);
  return kind && context.nodeSources.get(kind)?.keys['id']!(id, context, selectedFields(info));
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'The node with this id; null if not found.' })
  node(
    @Arg('id', () => ID, { description: 'Id of a node of any type.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return find(id, context, info);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'Nodes of any type by id, in the order of the ids; null for an unknown id.',
  })
  nodes(@Args(() => IdsArgs) { ids }: IdsArgs, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    // Errors stay with their item, so that one failure does not affect the others.
    return checkIds(ids).map((id) => find(id, context, info));
  }
}
