import { keyed, keyedBySlug, type Shelf, type ViewFactories, type ViewsOf } from '../../graph/catalogue.js';
import { sql } from '../../graph/sql.js';
import type { FieldOfWork } from './field-of-work.entity.js';

export const fieldOfWorkShelf: Shelf = {
  name: 'fieldsOfWork',
  statement: sql`
    SELECT id, slug, former_slugs AS "formerSlugs", name, names, dimension, note, position
    FROM field_of_work ORDER BY position`,
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
