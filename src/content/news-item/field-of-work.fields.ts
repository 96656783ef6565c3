import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list.js';
import type { NodeRow } from '../../graph/slice.js';
import { FieldOfWork } from '../field-of-work/field-of-work.entity.js';
import { newsInField, NewsItemArgs, NewsItemConnection, newsItemList } from './news-item.list.js';

@Resolver(() => FieldOfWork)
export class FieldOfWorkNewsFields {
  @FieldResolver(() => NewsItemConnection, { description: 'News items in the field, the latest first.' })
  newsItems(
    @Root() { id }: NodeRow,
    @Args(() => NewsItemArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionValue> {
    return readConnection(newsItemList, args, context, info, { id, direction: newsInField });
  }
}
