import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { rowsOf } from '../../graph/catalogue.js';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { isIdOf } from '../../graph/node-id.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { EventSeries } from '../event-series/event-series.entity.js';
import { FieldOfWork } from '../field-of-work/field-of-work.entity.js';
import { Event, type EventRow } from './event.entity.js';
import { eventList, EventPages } from './event.list.js';
import { ListSize } from '../../graph/cost.js';
import { maximalEntries } from '../../graph/nouns/bounds.js';

@Resolver(() => Event)
export class EventResolver {
  @Query(() => Event, { nullable: true, description: 'One event by exactly one of its keys; null if not found.' })
  event(@Args(() => SlugLookup) { id, slug }: SlugLookup, @Ctx() { loaders }: GraphContext) {
    const [key, value] = exactlyOne({ id, slug });
    if (key === 'slug') return loaders.eventBySlug.load(value);
    return isIdOf('Event', value) ? loaders.eventById.load(value) : undefined;
  }

  @FieldResolver(() => Country, { nullable: true, description: 'The country where it takes place.' })
  country(@Root() { countryId }: Event, @Ctx() { catalogue }: GraphContext): CountryRow | undefined {
    return countryId === null ? undefined : catalogue.countryById.get(countryId);
  }

  @FieldResolver(() => EventSeries, { nullable: true, description: 'The series it is an edition of.' })
  series(@Root() { seriesId }: Event, @Ctx() { catalogue }: GraphContext): EventSeries | undefined {
    return seriesId === null ? undefined : catalogue.eventSeriesById.get(seriesId);
  }

  @ListSize({ usual: 3, most: maximalEntries })
  @FieldResolver(() => [FieldOfWork], { description: 'The fields of work it is about.' })
  fieldsOfWork(
    @Root() { id, fieldOfWorkIds }: EventRow,
    @Ctx() context: GraphContext,
  ): FieldOfWork[] | Promise<FieldOfWork[]> {
    const { catalogue } = context;
    const fields = (ids: readonly string[]) => rowsOf(ids, catalogue.fieldOfWorkById);
    return fieldOfWorkIds ? fields(fieldOfWorkIds) : context.loaders.fieldOfWorkIdsByEventId.load(id).then(fields);
  }
}

export const EventQuery = connectionQuery('events', eventList, EventPages, 'Events: meetings and conferences.');
