import { grouped, keyed, keyedBySlug, type Shelf, type ViewFactories, type ViewsOf } from '../../graph/catalogue.js';
import { sql } from '../../graph/sql.js';
import type { OfficeType } from './office.entity.js';
import { officeOn, wasOpenOn } from './office.time.js';
import type { OfficeRow } from './office.type.js';

export const officeShelf: Shelf = {
  name: 'offices',
  statement: sql`
    SELECT o.id, type, slug, former_slugs AS "formerSlugs", name, names, short_name AS "shortName", status,
      established_on AS "establishedOn", closed_on AS "closedOn", city, host_country_id AS "hostCountryId",
      parent_id AS "parentId", note,
      ARRAY(SELECT predecessor_id FROM office_predecessor WHERE office_id = o.id ORDER BY position) AS "predecessorIds"
    FROM office o ORDER BY position`,
};

export const officeViews = {
  officeById: ({ rows }) => keyed(rows.offices, ({ id }) => id),
  officeBySlug: ({ rows }) => keyedBySlug(rows.offices),
  officesByType: ({ rows }) => grouped(rows.offices, ({ type }) => type),
  /** The offices of a type that may have been at work on a day, under their names of then. */
  officesOn:
    ({ rows }) =>
    (day: string, type: OfficeType): OfficeRow[] =>
      rows.offices
        .filter((office) => office.type === type && wasOpenOn(office, day))
        .map((office) => officeOn(office, day)),
  officesByHostCountryId: ({ rows }) => grouped(rows.offices, ({ hostCountryId }) => hostCountryId),
  officesByParentId: ({ rows }) => grouped(rows.offices, ({ parentId }) => parentId),
  successorsByOfficeId: ({ rows }) => grouped(rows.offices, ({ predecessorIds }) => predecessorIds),
} satisfies ViewFactories;

declare module '../../graph/catalogue.js' {
  interface Shelves {
    offices: OfficeRow;
  }
  interface CatalogueViews extends ViewsOf<typeof officeViews> {}
}
