import { keyed, keyedBySlug, type Shelf, type ViewFactories, type ViewsOf } from '../../graph/catalogue.js';
import { selectRows } from '../../graph/entity-columns.js';
import { sql } from '../../graph/sql.js';
import { FieldOfWork } from './field-of-work.entity.js';

export const fieldOfWorkShelf: Shelf = {
  name: 'fieldsOfWork',
  statement: sql`${selectRows(FieldOfWork)} ORDER BY t.position`,
};

export const fieldOfWorkViews = {
  fieldOfWorkById: ({ rows }) => keyed(rows.fieldsOfWork, ({ id }) => id),
  fieldOfWorkBySlug: ({ rows }) => keyedBySlug(rows.fieldsOfWork),
} satisfies ViewFactories;

declare module '../../graph/catalogue.js' {
  interface Shelves {
    fieldsOfWork: FieldOfWork;
  }
  interface CatalogueViews extends ViewsOf<typeof fieldOfWorkViews> {}
}
