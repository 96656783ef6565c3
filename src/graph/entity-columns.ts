/**
 * The columns of an entity, as its decorators declare them to TypeORM. Statements derive their columns from there, so that
 * a column is declared once. Statements return rows under the names of the properties.
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

/** The columns of an entity, including inherited ones. */
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

/** Column names by property. */
export const columnsByProperty = (entity: EntityClass): Readonly<Record<string, string>> =>
  Object.fromEntries(columnsOf(entity).map(({ property, column: own }) => [property, own]));

/** A row without values: null for each nullable column, an empty list for any other. */
export const emptyRow = (entity: EntityClass): Record<string, unknown> =>
  Object.fromEntries(columnsOf(entity).map(({ property, isNullable }) => [property, isNullable ? null : []]));

/** All columns of an entity, from the table `t`. @param also additional values to select */
export function rowColumns<Row extends object>(
  entity: EntityClass<Row>,
  also: Readonly<Record<string, Sql>> = {},
): Sql {
  const columns = Object.entries(columnsByProperty(entity)).map(([as, own]) => [as, column('t', own)] as const);
  return join([...columns, ...Object.entries(also)].map(([as, value]) => sql`${value} AS ${alias(as)}`));
}

/** Selects whole rows of an entity from its table `t`, without WHERE. */
export const selectRows = <Row extends object>(entity: EntityClass<Row>, also?: Readonly<Record<string, Sql>>): Sql =>
  sql`SELECT ${rowColumns(entity, also)} FROM ${name(tableOf(entity))} t`;

/** The rows of an entity as read within a row of another noun. @param also values besides their columns */
export const rowShapeOf = (entity: EntityClass, also: RowShape = {}): RowShape => ({
  ...columnsByProperty(entity),
  ...also,
});

/**
 * The columns that the fields of a GraphQL type need. A field with the name of a property needs the column of that property.
 * @param others other fields: the names of the properties that they need, or how they are read
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
