/**
 * Filters that need not the rows of the nodes themselves, which may be wide: relatedNodes are told by the links, and the date
 * by the links or by the table of places (see the migration news-item-bits).
 */
import type { NodeKind } from '../node-id.js';
import { column, name, sql, type Sql } from '../sql.js';
import { conditionOn, given, type FilterInput } from './compile.js';
import { filterOf } from './declare.js';

/** The date by which the nodes of a kind are known besides their rows. */
export const dateOf = (kind: NodeKind) => filterOf(kind).bits?.places.date;

/**
 * The bounds that a filter puts on the date, as conditions on another copy of it, so that an index on the copy begins and
 * ends there. They do not stand for the filter: in a copy a missing date is the empty text.
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

/** Whether a filter asks only for relatedNodes and the date. */
export function isToldByLinks(kind: NodeKind, where: FilterInput): boolean {
  const { fields } = filterOf(kind);
  return given(where).every(([field, value]) => {
    if (field === 'and' || field === 'or') return (value as FilterInput[]).every((each) => isToldByLinks(kind, each));
    if (field === 'not') return isToldByLinks(kind, value as FilterInput);
    const declared = fields.get(field)!;
    return field === dateOf(kind)?.field || ('direction' in declared && declared.direction.linkDatedBy !== undefined);
  });
}

/** The nodes of a kind as `t`, from the narrowest table that has what a filter asks for. */
export function nodesTelling(kind: NodeKind, where: FilterInput): Sql {
  const { table, bits } = filterOf(kind);
  if (!bits || !isToldByLinks(kind, where)) return sql`${name(table)} t`;
  const { places } = bits;
  const columns = sql`${column('place', places.node)} AS id, ${column('place', places.date.column)}`;
  return sql`(SELECT ${columns} FROM ${name(places.table)} place) AS t`;
}
