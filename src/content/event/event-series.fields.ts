import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list.js';
import type { NodeRow } from '../../graph/slice.js';
import { EventSeries } from '../event-series/event-series.entity.js';
import { EventArgs, EventConnection, eventList, eventsOfSeries } from './event.list.js';

@Resolver(() => EventSeries)
export class EventSeriesEventFields {
  @FieldResolver(() => EventConnection, { description: 'Its editions, the latest first.' })
  events(
    @Root() { id }: NodeRow,
    @Args(() => EventArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionValue> {
    return readConnection(eventList, args, context, info, { id, direction: eventsOfSeries });
  }
}
