import type { LoaderFactories, LoadersOf } from '../../graph/context.js';
import { linkedIds, rowByKey, rowBySlug } from '../../graph/rows.js';
import { sql } from '../../graph/sql.js';
import type { Event } from './event.entity.js';

const select = sql`
  SELECT id, slug, former_slugs AS "formerSlugs", title, starts_on AS "startsOn", ends_on AS "endsOn", city,
    country_id AS "countryId", series_id AS "seriesId", edition, source_url AS "sourceUrl", note
  FROM event`;

export const eventLoaders = {
  eventById: rowByKey<Event>(select, sql`id`, 'uuid', ({ id }) => id),
  eventBySlug: rowBySlug<Event>(select),
  fieldOfWorkIdsByEventId: linkedIds('event_field_of_work', 'event_id', 'field_of_work_id'),
} satisfies LoaderFactories;

declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof eventLoaders> {}
}
