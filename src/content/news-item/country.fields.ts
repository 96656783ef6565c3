import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list.js';
import type { NodeRow } from '../../graph/slice.js';
import { Country } from '../country/country.type.js';
import { newsAboutCountry, NewsItemArgs, NewsItemConnection, newsItemList } from './news-item.list.js';

@Resolver(() => Country)
export class CountryNewsFields {
  @FieldResolver(() => NewsItemConnection, {
    description:
      'News items about it: those that mention it outright, and those of field operations that work there. The latest first.',
  })
  newsItems(
    @Root() { id }: NodeRow,
    @Args(() => NewsItemArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionValue> {
    return readConnection(newsItemList, args, context, info, { id, direction: newsAboutCountry });
  }
}
