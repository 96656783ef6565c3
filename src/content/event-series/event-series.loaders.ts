import { keyed, keyedBySlug, type Shelf, type ViewFactories, type ViewsOf } from '../../graph/catalogue.js';
import { selectRows } from '../../graph/entity-columns.js';
import { sql } from '../../graph/sql.js';
import { EventSeries } from './event-series.entity.js';

export const eventSeriesShelf: Shelf = {
  name: 'eventSeries',
  statement: sql`${selectRows(EventSeries)} ORDER BY t.position`,
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
