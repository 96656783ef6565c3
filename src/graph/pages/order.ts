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
  description: 'Whether a list goes up or down by a field.',
  valuesConfig: {
    ASC: { description: 'From small to large, from early to late, from A to Z.' },
    DESC: { description: 'From large to small, from late to early, from Z to A.' },
  },
});

export enum NullsOrder {
  FIRST = 'FIRST',
  LAST = 'LAST',
}
registerEnumType(NullsOrder, {
  name: 'NullsOrder',
  description: 'Where nodes stand that have no value, or an empty text, in the field by which a list is ordered.',
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
  /** Whether every node has a value; the empty text then stands before all others. */
  neverNull?: boolean;
  /** The relatedNode whose value it is; see by-relatedNode.ts. */
  relatedNode?: {
    table: string;
    /** The value of a relatedNode; may be null. */
    value(alias: string): Sql;
    /** The relatedNode's id, or {@link noRelatedNode}. */
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
 * A text as a sort key. Its length is bounded, since cursors hold it and travel in addresses. An empty text counts as no
 * value: there is no text before it that could stand for null.
 */
const textKey = (value: Sql) => sql`nullif(left(fold(${value}), 200), '')`;

/** Text ordered without regard to case and accents, by its first 200 characters. */
export const byText = (description: string, columnName: string): OrderField => ({
  description,
  type: 'text',
  value: (alias) => textKey(column(alias, columnName)),
});

/** The same of a text that every node has. An index can hold it, as it is one key for every direction. */
export const byOwnText = (description: string, columnName: string): OrderField => ({
  description,
  type: 'text',
  value: (alias) => sql`left(fold(${column(alias, columnName)}), 200)`,
  neverNull: true,
});

/** Stands for the id of a relatedNode that is not there, so that an index finds nodes without one like all others. */
export const noRelatedNode = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** Nodes ordered by a text of the one node that a column refers to; nodes without that relatedNode count as null. */
export const byTextOfRelated = (
  description: string,
  { table, textColumn }: { table: string; textColumn: string },
  reference: (alias: string) => Sql,
): OrderField => ({
  description: `${description} Among equals, and if no further key is given, the default order decides.`,
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

/** A column ordered as it is: keys, numbers, partial dates. */
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

/** Whether nulls stand where a value below all others would: first going up, or last going down. */
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
 * The condition that a row stands after a position in an order. With one direction throughout it is a row comparison,
 * which PostgreSQL answers from an index at any depth of the list; an OR of the same meaning reads all that it skips.
 */
export function standsAfter(ranks: readonly Rank[], values: readonly Sql[]): Sql {
  const [first] = ranks;
  if (ranks.every(({ descending }) => descending === first!.descending)) {
    const left = join(ranks.map(({ key }) => key));
    return first!.descending ? sql`(${left}) < (${join([...values])})` : sql`(${left}) > (${join([...values])})`;
  }
  return standsAfterMixed(ranks, values);
}

/** Mixed directions: the first key bounds the range, the rest decides among equals. */
function standsAfterMixed([rank, ...ranks]: readonly Rank[], [value, ...values]: readonly Sql[]): Sql {
  const beyond = rank!.descending ? sql`${rank!.key} < ${value!}` : sql`${rank!.key} > ${value!}`;
  if (ranks.length === 0) return beyond;
  const upTo = rank!.descending ? sql`${rank!.key} <= ${value!}` : sql`${rank!.key} >= ${value!}`;
  return sql`(${upTo} AND (${beyond} OR ${standsAfterMixed(ranks, values)}))`;
}
