import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list-declaration.js';
import { EventSeries } from './event-series.entity.js';
import { EventSeriesArgs, EventSeriesConnection, eventSeriesList } from './event-series.list.js';

@Resolver(() => EventSeries)
export class EventSeriesResolver {
  @Query(() => EventSeries, {
    nullable: true,
    description: 'One event series by exactly one of its keys; null if not found.',
  })
  eventSeries(@Args(() => SlugLookup) { id, slug }: SlugLookup, @Ctx() { catalogue }: GraphContext) {
    const [key, value] = exactlyOne({ id, slug });
    return key === 'id' ? catalogue.eventSeriesById.get(value) : catalogue.eventSeriesBySlug.get(value);
  }

  @Query(() => EventSeriesConnection, { nullable: true, description: 'The series of meetings and conferences.' })
  eventSeriesList(
    @Args(() => EventSeriesArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): ConnectionValue {
    return readConnection(eventSeriesList, args, context, info);
  }
}
