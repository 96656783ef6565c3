import { isIdOf } from '../../graph/node-id.js';
import { lookupMany } from '../../graph/lookup-many.js';
import type { Slice } from '../../graph/slice.js';
import { CountryEventFields } from './country.fields.js';
import { EventSeriesEventFields } from './event-series.fields.js';
import { Event, EventFieldOfWorkEntity } from './event.entity.js';
import { eventLoaders } from './event.loaders.js';
import { EventQuery, EventResolver } from './event.resolver.js';
import { FieldOfWorkEventFields } from './field-of-work.fields.js';

export const event: Slice = {
  name: 'event',
  entities: [Event, EventFieldOfWorkEntity],
  resolvers: [
    EventResolver,
    EventQuery,
    ...lookupMany(() => Event, 'Event', 'events', 'Events', ['id', 'slug']),
    CountryEventFields,
    EventSeriesEventFields,
    FieldOfWorkEventFields,
  ],
  loaders: eventLoaders,
  nodes: {
    kind: 'Event',
    typeNames: ['Event'],
    keys: {
      id: (id, { loaders }) => (isIdOf('Event', id) ? loaders.eventById.load(id) : undefined),
      slug: (slug, { loaders }) => loaders.eventBySlug.load(slug),
    },
  },
};
