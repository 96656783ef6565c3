import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list.js';
import { byColumn, byText, OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, fullText, id, key, text } from '../../graph/where/declare.js';
import { EventSeries } from './event-series.entity.js';

declareFilter('EventSeries', {
  search: fullText('By name.'),
  id: id('By id.'),
  slug: key('By slug.', 'slug'),
  name: text('By present name.', 'name'),
});

export const eventSeriesList: ListDeclaration<EventSeries> = {
  kind: 'EventSeries',
  table: 'event_series',
  catalogue: ({ catalogue }) => catalogue.eventSeriesById,
  orders: {
    NAME: byText('By present name.', 'name'),
    POSITION: byColumn('In the order in which the organisation lists them.', 'position', 'integer'),
  },
  defaultOrder: [{ field: 'POSITION', direction: OrderDirection.ASC }],
};

export const { Connection: EventSeriesConnection, Args: EventSeriesArgs } = connectionTypes(
  () => EventSeries,
  eventSeriesList,
);
