/**
 * Filters that do not need the rows of the nodes, which may be wide: the links contain the related nodes, and the links or
 * the table of places contain the date (see the migration news-item-bits).
 */
import type { NodeKind } from '../node-id.js';
import { column, name, sql, type Sql } from '../sql.js';
import { conditionOn, given, type FilterInput } from './compile.js';
import { filterOf } from './declare.js';

/** The date of the nodes of a kind that is stored outside their rows. */
export const dateOf = (kind: NodeKind) => filterOf(kind).bits?.places.date;

/**
 * The date bounds of a filter as conditions on another copy of the date, so that a scan of an index on the copy starts and
 * ends there. They do not replace the filter: in a copy, a missing date is the empty text.
 */
export function boundsOfDate(kind: NodeKind, copy: Sql, where: FilterInput | undefined): Sql[] {
  const date = dateOf(kind);
  if (!date || !where) return [];
  return given(where).flatMap(([field, value]) => {
    if (field === 'and') return (value as FilterInput[]).flatMap((each) => boundsOfDate(kind, copy, each));
    if (field !== date.field) return [];
    const { eq, gt, gte, lt, lte } = value as Record<string, unknown>;
    const bounds = { eq, gt, gte, lt, lte };
    return given(bounds).length > 0 ? [conditionOn(copy, 'date', bounds)] : [];
  });
}

/** Whether a filter has only conditions on related nodes and the date. */
export function isCoveredByLinks(kind: NodeKind, where: FilterInput): boolean {
  const { fields } = filterOf(kind);
  return given(where).every(([field, value]) => {
    if (field === 'and' || field === 'or')
      return (value as FilterInput[]).every((each) => isCoveredByLinks(kind, each));
    if (field === 'not') return isCoveredByLinks(kind, value as FilterInput);
    const declared = fields.get(field)!;
    return field === dateOf(kind)?.field || ('direction' in declared && declared.direction.linkDatedBy !== undefined);
  });
}

/** The nodes of a kind as `t`, from the narrowest table that covers a filter. */
export function narrowestSource(kind: NodeKind, where: FilterInput): Sql {
  const { table, bits } = filterOf(kind);
  if (!bits || !isCoveredByLinks(kind, where)) return sql`${name(table)} t`;
  const { places } = bits;
  const columns = sql`${column('place', places.node)} AS id, ${column('place', places.date.column)}`;
  return sql`(SELECT ${columns} FROM ${name(places.table)} place) AS t`;
}
