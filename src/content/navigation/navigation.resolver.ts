import { Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { referenceMaxAge } from '../../graph/federation/kinds.js';
import { menu } from './menu.js';
import { NavigationEntry } from './navigation.type.js';
import { ListSize } from '../../graph/cost.js';

@Resolver()
export class NavigationResolver {
  @Directive(`@cacheControl(maxAge: ${referenceMaxAge})`)
  @ListSize({ usual: 5, most: 5 })
  @Query(() => [NavigationEntry], { description: "The organisation's menu as a tree whose leaves are nodes." })
  navigation(@Ctx() context: GraphContext): NavigationEntry[] {
    return menu(context.catalogue, Number(context.today().slice(0, 4)));
  }
}
