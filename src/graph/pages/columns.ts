/** The columns that a query needs from the rows of a noun. */
import { alias, column, join, key, name, sql, type Sql } from '../sql.js';

/** A column and its name in the row. */
export interface SelectedColumn {
  column: string;
  as: string;
}

/** A value read in addition to the columns, only if a field needs it. */
export interface ReadBeside {
  beside: (row: string) => Sql;
  as: string;
}

/** What each GraphQL field needs. */
export type FieldColumns = Readonly<Record<string, SelectedColumn | ReadBeside | readonly SelectedColumn[]>>;

/** Cache by set of fields, which the parsed query retains. */
const found = new WeakMap<ReadonlySet<string>, { columns: FieldColumns; row: string; selected: readonly Sql[] }>();

/**
 * The select list for some fields, from the table alias `row`.
 * @param fields absent for all columns, without additional values
 */
export function selectColumns(columns: FieldColumns, row: string, fields?: ReadonlySet<string>): readonly Sql[] {
  const known = fields && found.get(fields);
  if (known?.columns === columns && known.row === row) return known.selected;
  const selected = columnsFor(columns, row, fields);
  if (fields) found.set(fields, { columns, row, selected });
  return selected;
}

function columnsFor(columns: FieldColumns, row: string, fields?: ReadonlySet<string>): Sql[] {
  const byAlias = new Map<string, Sql>();
  for (const [field, needs] of Object.entries(columns)) {
    if (fields && !fields.has(field)) continue;
    for (const source of [needs].flat() as (SelectedColumn | ReadBeside)[]) {
      if ('column' in source) byAlias.set(source.as, column(row, source.column));
      else if (fields) byAlias.set(source.as, source.beside(row));
    }
  }
  return [...byAlias].map(([as, value]) => sql`${value} AS ${alias(as)}`);
}

/** A link table, seen from the node being read. */
export interface LinkToRows {
  link: string;
  near: string;
  far: string;
}

/** The ids at the far side of a link, in link order. */
export const linkedIdsOf =
  ({ link, near, far }: LinkToRows) =>
  (row: string): Sql =>
    sql`ARRAY(SELECT ${column('ids', far)} FROM ${name(link)} ids WHERE ${column('ids', near)} = ${column(row, 'id')}
      ORDER BY ids.position, ${column('ids', far)})`;

/** The columns of a row by their result names, or how to read other values. */
export type RowShape = Readonly<Record<string, string | ((row: string) => Sql)>>;

const asJson = (shape: RowShape, row: string) =>
  sql`jsonb_build_object(${join(
    Object.entries(shape).map(
      ([as, source]) => sql`${key(as)}, ${typeof source === 'string' ? column(row, source) : source(row)}`,
    ),
  )})`;

/** The rows at the far side of a link, in link order, as one value of the row being read. */
export const linkedRowsOf =
  ({ link, near, far }: LinkToRows, table: string, shape: RowShape) =>
  (row: string): Sql =>
    sql`(SELECT coalesce(jsonb_agg(${asJson(shape, 'far')} ORDER BY l.position, ${column('l', far)}), '[]')
      FROM ${name(link)} l JOIN ${name(table)} far ON far.id = ${column('l', far)}
      WHERE ${column('l', near)} = ${column(row, 'id')})`;

/**
 * Rows owned by the row being read, in their own order, as one value of it.
 * @param rows the statement that reads the rows owned by an id
 */
export const ownedRowsOf =
  (rows: (owner: Sql) => Sql, shape: RowShape, order: Sql) =>
  (row: string): Sql =>
    sql`(SELECT coalesce(jsonb_agg(${asJson(shape, 'own')} ORDER BY ${order}), '[]')
      FROM (${rows(column(row, 'id'))}) AS own)`;
