import { grouped, keyed, type Shelf, type ViewFactories, type ViewsOf } from '../../graph/catalogue.js';
import { selectRows } from '../../graph/entity-columns.js';
import { sql } from '../../graph/sql.js';
import { Chairpersonship } from './chairpersonship.entity.js';

export const chairpersonshipShelf: Shelf = {
  name: 'chairpersonships',
  statement: sql`${selectRows(Chairpersonship)} ORDER BY t.year`,
};

export const chairpersonshipViews = {
  chairpersonshipById: ({ rows }) => keyed(rows.chairpersonships, ({ id }) => id),
  chairpersonshipByYear: ({ rows }) => new Map(rows.chairpersonships.map((row) => [row.year, row])),
  chairpersonshipsByCountryId: ({ rows }) => grouped(rows.chairpersonships, ({ countryId }) => countryId),
} satisfies ViewFactories;

declare module '../../graph/catalogue.js' {
  interface Shelves {
    chairpersonships: Chairpersonship;
  }
  interface CatalogueViews extends ViewsOf<typeof chairpersonshipViews> {}
}
