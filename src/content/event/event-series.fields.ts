import { connectionField } from '../../graph/pages/connection-field.js';
import { EventSeries } from '../event-series/event-series.entity.js';
import { eventList, EventPages, eventsOfSeries } from './event.list.js';

export const EventSeriesEventFields = connectionField({
  on: () => EventSeries,
  direction: eventsOfSeries,
  list: eventList,
  types: EventPages,
  description: 'Its editions, the latest first.',
});
