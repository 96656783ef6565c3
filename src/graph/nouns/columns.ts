/**
 * What lists can do by a column, declared beside the column: the filter of its noun and the orders of its lists are made
 * of it. What is not a column of the noun, such as an edge, is declared with the list.
 */
import { columnName, columnsOf, type EntityClass } from '../entity-columns.js';
import { byColumn, byText, type OrderFields } from '../pages/order.js';
import { id, type FilterField, type ScalarFilter } from '../where/declare.js';

/** How a column is compared, and what clients read of that. */
type ColumnFilter = Omit<ScalarFilter, 'column'>;

interface ListedColumn {
  filter?: ColumnFilter;
  order?: string;
}

const listed = new WeakMap<object, Map<string, ListedColumn>>();

function note(prototype: object, property: string, what: ListedColumn): void {
  const columns = listed.get(prototype) ?? new Map<string, ListedColumn>();
  listed.set(prototype, columns.set(property, { ...columns.get(property), ...what }));
}

/** Makes lists filterable by this column. */
export const Filtered =
  (filter: ColumnFilter) =>
  (prototype: object, property: string): void =>
    note(prototype, property, { filter });

/** Makes lists sortable by this column: texts ignoring case and accents, other values as stored. */
export const Ordered =
  (description: string) =>
  (prototype: object, property: string): void =>
    note(prototype, property, { order: description });

/** The columns of an entity that lists know, inherited ones first. */
function listedColumns(entity: EntityClass): [string, ListedColumn][] {
  const chain: object[] = [];
  for (let one = entity.prototype as object; one; one = Object.getPrototypeOf(one) as object) chain.unshift(one);
  return chain.flatMap((prototype) => [...(listed.get(prototype) ?? [])]);
}

/** The filters by the columns of an entity. */
export const columnFilters = (entity: EntityClass): Record<string, FilterField> => ({
  id: id('By id.'),
  ...Object.fromEntries(
    listedColumns(entity).flatMap(([property, { filter }]) =>
      filter ? [[property, { ...filter, column: columnName(property) }]] : [],
    ),
  ),
});

/** The orders by the columns of an entity: `startsOn` is `STARTS_ON`. */
export const columnOrders = (entity: EntityClass): OrderFields =>
  Object.fromEntries(
    listedColumns(entity).flatMap(([property, { filter, order }]) => {
      if (order === undefined) return [];
      const { column, type } = columnsOf(entity).find((own) => own.property === property)!;
      const asItIs = () => byColumn(order, column, type === 'integer' ? 'integer' : 'text');
      return [[column.toUpperCase(), filter?.is === 'text' ? byText(order, column) : asItIs()]];
    }),
  );
