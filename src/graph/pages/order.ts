/**
 * The order of a list as sort keys that are never null: nulls are replaced by a value before or after all others, so
 * that pages can start at a key with a plain comparison.
 */
import { registerEnumType } from 'type-graphql';
import { column, join, name, sql, type Sql } from '../sql.js';

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Sort direction of a list.',
  valuesConfig: {
    ASC: { description: 'Ascending: smallest, earliest or A first.' },
    DESC: { description: 'Descending: largest, latest or Z first.' },
  },
});

export enum NullsOrder {
  FIRST = 'FIRST',
  LAST = 'LAST',
}
registerEnumType(NullsOrder, {
  name: 'NullsOrder',
  description: 'Position of nodes whose sort field has no value or an empty text.',
  valuesConfig: {
    FIRST: { description: 'Before all others.' },
    LAST: { description: 'After all others.' },
  },
});

/** A field by which a list can be ordered. */
export interface OrderField {
  description: string;
  type: 'text' | 'integer';
  /** The value to order by; may be null. */
  value(alias: string): Sql;
  /** The same value with nulls replaced by the lowest one, where an index holds it so. */
  lowestForNull?: (alias: string) => Sql;
  /** Whether every node has a value; the empty text then sorts before all others. */
  neverNull?: boolean;
  /** The related node that has the value; see order-by-related.ts. */
  relatedNode?: {
    table: string;
    /** The value of the related node; may be null. */
    value(alias: string): Sql;
    /** The id of the related node, or {@link noRelatedNode}. */
    reference(alias: string): Sql;
  };
}

export type OrderFields = Record<string, OrderField>;

export interface Ordering {
  field: string;
  direction: OrderDirection;
  nulls: NullsOrder;
}

/**
 * A text as a sort key. Its length is limited, because cursors contain it and may be part of URLs. An empty text counts as
 * null: no text sorts before it that could represent null.
 */
const textKey = (value: Sql) => sql`nullif(left(fold(${value}), 200), '')`;

/** Text ordered without regard to case and accents, by its first 200 characters. */
export const byText = (description: string, columnName: string): OrderField => ({
  description,
  type: 'text',
  value: (alias) => textKey(column(alias, columnName)),
});

/** Like `byText`, for a text that every node has. Without nulls, one index serves both directions. */
export const byOwnText = (description: string, columnName: string): OrderField => ({
  description,
  type: 'text',
  value: (alias) => sql`left(fold(${column(alias, columnName)}), 200)`,
  neverNull: true,
});

/** Represents a missing related node, so that an index also finds nodes without one. */
export const noRelatedNode = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** Ordered by a text of the node that a column refers to; null without that node. */
export const byTextOfRelated = (
  description: string,
  { table, textColumn }: { table: string; textColumn: string },
  reference: (alias: string) => Sql,
): OrderField => ({
  description: `${description} Ties are resolved by the further sort criteria, or else by the default order.`,
  type: 'text',
  value: (alias) =>
    sql`(SELECT ${textKey(column('related', textColumn))} FROM ${name(table)} related
      WHERE related.id = ${reference(alias)})`,
  relatedNode: {
    table,
    value: (alias) => textKey(column(alias, textColumn)),
    reference: (alias) => sql`coalesce(${reference(alias)}, ${noRelatedNode})`,
  },
});

/** Ordered by a column as stored: keys, numbers, partial dates. */
export const byColumn = (
  description: string,
  columnName: string,
  type: 'text' | 'integer' = 'text',
  lowestForNull?: string,
): OrderField => ({
  description,
  type,
  value: (alias) => column(alias, columnName),
  ...(lowestForNull && { lowestForNull: (alias: string) => column(alias, lowestForNull) }),
});

const bounds = {
  text: { lowest: sql`''`, highest: sql`chr(1114111)` },
  integer: { lowest: sql`-2147483648`, highest: sql`2147483647` },
};

/** The sort key of one ordering; never null. Texts are compared by code point, as partial dates and keys need. */
export function sortKey(field: OrderField, ordering: Ordering, alias: string): Sql {
  if (field.neverNull) return sql`(${field.value(alias)} COLLATE "C")`;
  const nullsAreLowest = placesNullsLowest(ordering);
  if (nullsAreLowest && field.lowestForNull) return field.lowestForNull(alias);
  const substitute = bounds[field.type][nullsAreLowest ? 'lowest' : 'highest'];
  const value = sql`coalesce(${field.value(alias)}, ${substitute})`;
  return field.type === 'text' ? sql`(${value} COLLATE "C")` : value;
}

/** Whether nulls sort like a value below all others: first if ascending, last if descending. */
export const placesNullsLowest = ({ direction, nulls }: Ordering) =>
  (direction === OrderDirection.ASC) === (nulls === NullsOrder.FIRST);

/** A sort key in one direction. */
export interface Rank {
  key: Sql;
  descending: boolean;
}

export const orderBy = (ranks: readonly Rank[]) =>
  join(
    ranks.map(({ key, descending }) => (descending ? sql`${key} DESC` : sql`${key} ASC`)),
    ', ',
  );

/**
 * The condition that a row comes after a position. With a single direction it is a row comparison, for which PostgreSQL
 * uses an index at any depth of the list; an equivalent OR reads all skipped rows.
 */
export function standsAfter(ranks: readonly Rank[], values: readonly Sql[]): Sql {
  const [first] = ranks;
  if (ranks.every(({ descending }) => descending === first!.descending)) {
    const left = join(ranks.map(({ key }) => key));
    return first!.descending ? sql`(${left}) < (${join([...values])})` : sql`(${left}) > (${join([...values])})`;
  }
  return standsAfterMixed(ranks, values);
}

/** Mixed directions: the first key limits the range, the others break ties. */
function standsAfterMixed([rank, ...ranks]: readonly Rank[], [value, ...values]: readonly Sql[]): Sql {
  const beyond = rank!.descending ? sql`${rank!.key} < ${value!}` : sql`${rank!.key} > ${value!}`;
  if (ranks.length === 0) return beyond;
  const upTo = rank!.descending ? sql`${rank!.key} <= ${value!}` : sql`${rank!.key} >= ${value!}`;
  return sql`(${upTo} AND (${beyond} OR ${standsAfterMixed(ranks, values)}))`;
}
