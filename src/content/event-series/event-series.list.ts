import { connectionTypes } from '../../graph/pages/connection-types.js';
import { columnFilters, columnOrders } from '../../graph/nouns/columns.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, fullText } from '../../graph/where/declare.js';
import { EventSeries } from './event-series.entity.js';

declareFilter('EventSeries', {
  ...columnFilters(EventSeries),
  search: fullText('By name.'),
});

export const eventSeriesList: ListDeclaration<EventSeries> = {
  kind: 'EventSeries',
  table: 'event_series',
  catalogue: ({ catalogue }) => catalogue.eventSeriesById,
  orders: columnOrders(EventSeries),
  defaultOrder: [{ field: 'POSITION', direction: OrderDirection.ASC }],
};

export const EventSeriesPages = connectionTypes(() => EventSeries, eventSeriesList);
