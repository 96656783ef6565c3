import { fieldColumns } from '../../graph/entity-columns.js';
import { edge } from '../../graph/edges.js';
import { columnFilters, columnOrders } from '../../graph/nouns/columns.js';
import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { byTextOfRelated, OrderDirection } from '../../graph/pages/order.js';
import { column } from '../../graph/sql.js';
import { declareFilter, extendFilter, fullText, related } from '../../graph/where/declare.js';
import { Event } from './event.entity.js';

const [country, eventsInCountry] = edge({
  table: 'event',
  ends: [
    { kind: 'Event', column: 'id', field: 'country', many: false, says: 'took place in' },
    { kind: 'Country', column: 'country_id', field: 'events', many: true, says: 'was the place of' },
  ],
});
const [series, eventsOfSeries] = edge({
  table: 'event',
  ends: [
    { kind: 'Event', column: 'id', field: 'series', many: false, says: 'is an edition of' },
    { kind: 'EventSeries', column: 'series_id', field: 'events', many: true, says: 'has the edition' },
  ],
});
const [fieldsOfWork, eventsInField] = edge({
  table: 'event_field_of_work',
  ends: [
    { kind: 'Event', column: 'event_id', field: 'fieldsOfWork', many: true, says: 'is about' },
    {
      kind: 'FieldOfWork',
      column: 'field_of_work_id',
      field: 'events',
      many: true,
      says: 'is what this event is about:',
    },
  ],
});
export { eventsInCountry, eventsInField, eventsOfSeries };

declareFilter('Event', {
  ...columnFilters(Event),
  search: fullText('By title.'),
  country: related('By the country where it takes place.', country),
  series: related('By the series it is an edition of.', series),
  fieldsOfWork: related('By the fields of work it is about.', fieldsOfWork),
});
extendFilter('Country', { events: related('By the events that took place there.', eventsInCountry) });
extendFilter('EventSeries', { events: related('By its events.', eventsOfSeries) });
extendFilter('FieldOfWork', { events: related('By the events about it.', eventsInField) });

export const eventList: ListDeclaration<Event> = {
  kind: 'Event',
  table: 'event',
  columns: fieldColumns(Event, { country: ['countryId'], series: ['seriesId'] }),
  orders: {
    ...columnOrders(Event),
    COUNTRY_NAME: byTextOfRelated(
      'By the current name of the country where it takes place.',
      { table: 'country', textColumn: 'name' },
      (alias) => column(alias, 'country_id'),
    ),
    SERIES_NAME: byTextOfRelated(
      'By the current name of the series it is an edition of.',
      { table: 'event_series', textColumn: 'name' },
      (alias) => column(alias, 'series_id'),
    ),
  },
  defaultOrder: [{ field: 'STARTS_ON', direction: OrderDirection.DESC }],
};

export const EventPages = connectionTypes(() => Event, eventList);
