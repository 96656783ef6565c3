import { selectRows } from '../../graph/entity-columns.js';
import type { LoaderFactories, LoadersOf } from '../../graph/context.js';
import { linkedIds, rowById, rowBySlug } from '../../graph/rows.js';
import { Event } from './event.entity.js';

const select = selectRows(Event);

export const eventLoaders = {
  eventById: rowById<Event>(select),
  eventBySlug: rowBySlug<Event>(select),
  fieldOfWorkIdsByEventId: linkedIds('event_field_of_work', 'event_id', 'field_of_work_id'),
} satisfies LoaderFactories;

declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof eventLoaders> {}
}
