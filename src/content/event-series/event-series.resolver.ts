import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { EventSeries } from './event-series.entity.js';
import { eventSeriesList, EventSeriesPages } from './event-series.list.js';

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
}

export const EventSeriesQuery = connectionQuery(
  'eventSeriesList',
  eventSeriesList,
  EventSeriesPages,
  'The series of meetings and conferences.',
);
