/**
 * The columns of an entity, as its decorators declare them to TypeORM: what statements select of a row is derived from
 * there, so that a column is written down once. Statements give rows under the names of the properties.
 */
import { getMetadataArgsStorage } from 'typeorm';
import type { FieldColumns, ReadBeside, RowShape } from './pages/columns.js';
import { alias, column, join, name, sql, type Sql } from './sql.js';

export type EntityClass<Row = object> = abstract new () => Row;
type Property<Row> = keyof Row & string;

/** The column of a property: `hostCountryId` is `host_country_id`. */
export const columnName = (property: string): string => property.replace(/(?<=[a-z0-9])([A-Z])/g, '_$1').toLowerCase();

/** The table of an entity. */
export function tableOf(entity: EntityClass): string {
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name;
  if (table === undefined) throw new Error(`${entity.name} has no table: expected @Entity('table') on it.`);
  return table;
}

/** A column as the decorators of an entity declare it. */
export interface EntityColumn {
  property: string;
  column: string;
  /** For PostgreSQL: `text[]`. */
  type: string;
  isNullable: boolean;
}

/** The columns of an entity, those that it inherits included. */
export const columnsOf = (entity: EntityClass): EntityColumn[] =>
  getMetadataArgsStorage()
    .columns.filter(
      ({ target }) => target === entity || (typeof target === 'function' && entity.prototype instanceof target),
    )
    .map(({ propertyName, options }) => ({
      property: propertyName,
      column: columnName(options.name ?? propertyName),
      type: `${options.type as string}${options.array ? '[]' : ''}`,
      isNullable: options.nullable ?? false,
    }));

/** By property, the column of each property of an entity. */
export const columnsByProperty = (entity: EntityClass): Readonly<Record<string, string>> =>
  Object.fromEntries(columnsOf(entity).map(({ property, column: own }) => [property, own]));

/** A row of an entity of which nothing is known: nulls, and empty lists where there must be a value. */
export const emptyRow = (entity: EntityClass): Record<string, unknown> =>
  Object.fromEntries(columnsOf(entity).map(({ property, isNullable }) => [property, isNullable ? null : []]));

/** All columns of an entity, of rows that are called `t`. @param also what is selected beside them */
export function rowColumns<Row extends object>(
  entity: EntityClass<Row>,
  also: Readonly<Record<string, Sql>> = {},
): Sql {
  const columns = Object.entries(columnsByProperty(entity)).map(([as, own]) => [as, column('t', own)] as const);
  return join([...columns, ...Object.entries(also)].map(([as, value]) => sql`${value} AS ${alias(as)}`));
}

/** The whole rows of an entity, without WHERE; the table is called `t` in it. */
export const selectRows = <Row extends object>(entity: EntityClass<Row>, also?: Readonly<Record<string, Sql>>): Sql =>
  sql`SELECT ${rowColumns(entity, also)} FROM ${name(tableOf(entity))} t`;

/** The rows of an entity as they are read beside a row of another noun. @param also what they hold beside their columns */
export const rowShapeOf = (entity: EntityClass, also: RowShape = {}): RowShape => ({
  ...columnsByProperty(entity),
  ...also,
});

/**
 * What the fields of a GraphQL type need of the rows of its entity. A field that is called like a property needs the
 * column of that property.
 * @param others the fields that need others: the names of their properties, or how they are read
 */
export function fieldColumns<Row extends object>(
  entity: EntityClass<Row>,
  others: Readonly<Record<string, readonly Property<Row>[] | ReadBeside>> = {},
): FieldColumns {
  const columns = columnsByProperty(entity);
  const select = (property: string) => ({ column: columns[property]!, as: property });
  const same = Object.keys(columns).filter((property) => property !== 'id');
  return {
    ...Object.fromEntries(same.map((property) => [property, select(property)])),
    ...Object.fromEntries(
      Object.entries(others).map(([field, needs]) => [field, 'beside' in needs ? needs : needs.map(select)]),
    ),
  };
}
