/** The columns that a query needs of the rows of a noun. */
import { alias, column, join, key, name, sql, type Sql } from '../sql.js';

/** A column and its name in the row. */
export interface SelectedColumn {
  column: string;
  as: string;
}

/** What is read beside the columns of the row: selected only where a field asks for it by name. */
export interface ReadBeside {
  beside: (row: string) => Sql;
  as: string;
}

/** By GraphQL field, what it needs. */
export type FieldColumns = Readonly<Record<string, SelectedColumn | ReadBeside | readonly SelectedColumn[]>>;

/** What was found for a set of fields that is kept with the parsed query: it comes again. */
const found = new WeakMap<ReadonlySet<string>, { columns: FieldColumns; row: string; selected: readonly Sql[] }>();

/**
 * What to select for some fields, in a statement that knows the table as `row`.
 * @param fields absent: all columns, and nothing beside them
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

/** A link table, seen from the node that is being read. */
export interface LinkToRows {
  link: string;
  near: string;
  far: string;
}

/** The ids at the far side of a link, in its order. */
export const linkedIdsOf =
  ({ link, near, far }: LinkToRows) =>
  (row: string): Sql =>
    sql`ARRAY(SELECT ${column('ids', far)} FROM ${name(link)} ids WHERE ${column('ids', near)} = ${column(row, 'id')}
      ORDER BY ids.position, ${column('ids', far)})`;

/** By the names that they get, the columns of a row, or how to read what is not one. */
export type RowShape = Readonly<Record<string, string | ((row: string) => Sql)>>;

const asJson = (shape: RowShape, row: string) =>
  sql`jsonb_build_object(${join(
    Object.entries(shape).map(
      ([as, source]) => sql`${key(as)}, ${typeof source === 'string' ? column(row, source) : source(row)}`,
    ),
  )})`;

/** The rows at the far side of a link, in its order, as one value of the row that is being read. */
export const linkedRowsOf =
  ({ link, near, far }: LinkToRows, table: string, shape: RowShape) =>
  (row: string): Sql =>
    sql`(SELECT coalesce(jsonb_agg(${asJson(shape, 'far')} ORDER BY l.position, ${column('l', far)}), '[]')
      FROM ${name(link)} l JOIN ${name(table)} far ON far.id = ${column('l', far)}
      WHERE ${column('l', near)} = ${column(row, 'id')})`;

/**
 * Rows that belong to the row that is being read, in an order of their own, as one value of it.
 * @param rows the statement that reads those that belong to an id
 */
export const ownedRowsOf =
  (rows: (owner: Sql) => Sql, shape: RowShape, order: Sql) =>
  (row: string): Sql =>
    sql`(SELECT coalesce(jsonb_agg(${asJson(shape, 'own')} ORDER BY ${order}), '[]')
      FROM (${rows(column(row, 'id'))}) AS own)`;
