import { grouped, keyed, keyedBySlug, type Shelf, type ViewFactories, type ViewsOf } from '../../graph/catalogue.js';
import { selectRows } from '../../graph/entity-columns.js';
import { sql } from '../../graph/sql.js';
import { OfficeEntity, type OfficeType } from './office.entity.js';
import { officeOn, wasOpenOn } from './office.time.js';
import type { OfficeRow } from './office.type.js';

export const officeShelf: Shelf = {
  name: 'offices',
  statement: sql`${selectRows(OfficeEntity, {
    predecessorIds: sql`ARRAY(SELECT predecessor_id FROM office_predecessor WHERE office_id = t.id ORDER BY position)`,
  })} ORDER BY t.position`,
};

export const officeViews = {
  officeById: ({ rows }) => keyed(rows.offices, ({ id }) => id),
  officeBySlug: ({ rows }) => keyedBySlug(rows.offices),
  officesByType: ({ rows }) => grouped(rows.offices, ({ type }) => type),
  /** The offices of a type that may have been active on a day, with their names on that day. */
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
