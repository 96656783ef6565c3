import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list.js';
import type { NodeRow } from '../../graph/slice.js';
import { Office } from '../office/office.type.js';
import { NewsItemArgs, NewsItemConnection, newsItemList, newsOfOffice } from './news-item.list.js';

@Resolver(() => Office)
export class OfficeNewsFields {
  @FieldResolver(() => NewsItemConnection, { description: 'News items that it issued, the latest first.' })
  newsItems(
    @Root() { id }: NodeRow,
    @Args(() => NewsItemArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionValue> {
    return readConnection(newsItemList, args, context, info, { id, direction: newsOfOffice });
  }
}
