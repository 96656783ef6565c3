import { keyed, keyedBySlug, type Shelf, type ViewFactories, type ViewsOf } from '../../graph/catalogue.js';
import { mayContain } from '../../graph/partial-date.js';
import { selectRows } from '../../graph/entity-columns.js';
import { sql } from '../../graph/sql.js';
import { CountryEntity } from './country.entity.js';
import type { CountryRow } from './country.type.js';

export const countryShelf: Shelf = {
  name: 'countries',
  statement: sql`${selectRows(CountryEntity, { formerPartnership: sql`t.partnership` })} ORDER BY t.position`,
};

export const countryViews = {
  countryById: ({ rows }) => keyed(rows.countries, ({ id }) => id),
  countryBySlug: ({ rows }) => keyedBySlug(rows.countries),
  countryByIsoCode: ({ rows }) => keyed(rows.countries, ({ isoCode }) => isoCode),
  /** The States that had joined by a day, with their names on that day. */
  participatingStatesOn:
    ({ rows }) =>
    (day: string): CountryRow[] =>
      rows.countries
        .filter(({ joinedOn }) => joinedOn !== null && mayContain(joinedOn, null, day))
        .map((country) => ({ ...country, asOf: day })),
  /** The Partners for Co-operation on a day, with their names on that day. */
  partnersOn:
    ({ rows }) =>
    (day: string): CountryRow[] =>
      rows.countries
        .filter(
          ({ partnership, partnerSince, partnerUntil }) => partnership && mayContain(partnerSince, partnerUntil, day),
        )
        .map((country) => ({ ...country, asOf: day })),
} satisfies ViewFactories;

declare module '../../graph/catalogue.js' {
  interface Shelves {
    countries: CountryRow;
  }
  interface CatalogueViews extends ViewsOf<typeof countryViews> {}
}
