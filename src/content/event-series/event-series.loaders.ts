import { keyed, keyedBySlug, type Shelf, type ViewFactories, type ViewsOf } from '../../graph/catalogue.js';
import { sql } from '../../graph/sql.js';
import type { EventSeries } from './event-series.entity.js';

export const eventSeriesShelf: Shelf = {
  name: 'eventSeries',
  statement: sql`
    SELECT id, slug, former_slugs AS "formerSlugs", name, names, note, position
    FROM event_series ORDER BY position`,
};

export const eventSeriesViews = {
  eventSeriesById: ({ rows }) => keyed(rows.eventSeries, ({ id }) => id),
  eventSeriesBySlug: ({ rows }) => keyedBySlug(rows.eventSeries),
} satisfies ViewFactories;

declare module '../../graph/catalogue.js' {
  interface Shelves {
    eventSeries: EventSeries;
  }
  interface CatalogueViews extends ViewsOf<typeof eventSeriesViews> {}
}
