import { namedFields } from '../../graph/named-fields.js';
import { lookupMany } from '../../graph/lookup-many.js';
import type { Slice } from '../../graph/slice.js';
import { EventSeries } from './event-series.entity.js';
import { eventSeriesShelf, eventSeriesViews } from './event-series.loaders.js';
import { EventSeriesQuery, EventSeriesResolver } from './event-series.resolver.js';

export const eventSeries: Slice = {
  name: 'event-series',
  entities: [EventSeries],
  resolvers: [
    EventSeriesResolver,
    EventSeriesQuery,
    ...lookupMany(() => EventSeries, 'EventSeries', 'eventSeries', 'Event series', ['id', 'slug']),
    namedFields(() => EventSeries),
  ],
  shelf: eventSeriesShelf,
  views: eventSeriesViews,
  nodes: {
    kind: 'EventSeries',
    typeNames: ['EventSeries'],
    keys: {
      id: (id, { catalogue }) => catalogue.eventSeriesById.get(id),
      slug: (slug, { catalogue }) => catalogue.eventSeriesBySlug.get(slug),
    },
  },
};
