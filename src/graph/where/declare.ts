/**
 * Declarations of filters. Each slice declares the filter fields of its nouns once; the GraphQL inputs (input.ts) and the
 * SQL (compile.ts) are derived from them.
 */
import type { ClassType } from 'type-graphql';
import type { Direction } from '../edges.js';
import { tableOf } from '../entity-columns.js';
import { nounOf, type NodeKind } from '../nouns/declare.js';
import { firstDay } from '../partial-date.js';
import { DateScalar } from '../scalars.js';
import { column, sql, type Sql } from '../sql.js';
import { checkedSearch } from './search-text.js';

/** How a value is compared. It determines the operators. */
export type ScalarKind = 'id' | 'key' | 'text' | 'date' | 'integer' | 'enum';

export interface ScalarFilter {
  description: string;
  is: ScalarKind;
  column: string;
  /** For `is: 'text'`: whether it is a paragraph rather than a name. */
  isLong?: boolean;
  /** For `is: 'enum'`: the registered TypeScript enum and the prefix of its operator input. */
  enumType?: object;
  enumName?: string;
  /** For `is: 'text'`: whether the folded text has indexes, of its trigrams and of the whole; see by-text.ts. */
  indexed?: true;
}

/** A filter on the nodes at the other end of an edge. */
export interface RelationFilter {
  description: string;
  direction: Direction;
}

/** A filter on a plain value, with its own condition. */
export interface DirectFilter {
  description: string;
  /** The GraphQL type of the value. */
  takes: () => unknown;
  /** The condition on the rows of the table `alias`. */
  condition: (alias: string, value: never) => Sql;
  /** The ids of the matching nodes, if they can be found without scanning the table. */
  ids?: (value: never) => Sql;
  /** All of these ids if there are fewer than `most`; else `most` meaningless rows. */
  fewIds?: (value: never, most: number) => Sql;
}

export type FilterField = ScalarFilter | RelationFilter | DirectFilter;

/** The bitmap index of a kind: its fields and tables; see bitmaps.ts. */
export interface BitIndex {
  /** Table (field, value, block, bits); the empty field and value hold the bitmap of all nodes. */
  table: string;
  /** Table (block, bit) with the place and the date of each node. */
  places: { table: string; node: string; date: { field: string; column: string } };
  /** The indexed filter fields, never null: enums, and relations by the id of the related node. */
  fields: ReadonlySet<string>;
}

export interface Filter {
  table: string;
  /** Number of nodes in a large graph, for cost estimates. */
  rows: number;
  fields: Map<string, FilterField>;
  bits?: BitIndex;
  /** The text column that sorts its nodes by date, if there is one; links may carry a copy. */
  dateKey?: string;
  /** The GraphQL input, once created. */
  input?: ClassType;
}

const filters = new Map<NodeKind, Filter>();

/** The kinds that can be filtered. */
export const declaredKinds = (): NodeKind[] => [...filters.keys()];

/** Default number of nodes. */
const usualRows = 100;

/**
 * Declares the filter fields of a kind.
 * @param options.rows number of nodes in a large graph
 * @param options.dateKey see Filter
 */
export function declareFilter(
  kind: NodeKind,
  fields: Record<string, FilterField>,
  options: Partial<Pick<Filter, 'rows' | 'dateKey'>> = {},
): void {
  const filter = filterOf(kind);
  const { entity } = nounOf(kind);
  Object.assign(filter, options, { table: tableOf(entity) });
  for (const [name, field] of Object.entries(fields)) filter.fields.set(name, field);
}

/** Adds fields of another slice: the far ends of its edges. */
export function extendFilter(kind: NodeKind, fields: Record<string, FilterField>): void {
  for (const [name, field] of Object.entries(fields)) filterOf(kind).fields.set(name, field);
}

/** Declares the bitmap index of a kind. */
export function declareBitmaps(kind: NodeKind, bits: BitIndex): void {
  filterOf(kind).bits = bits;
}

/** The filter of a kind. Its table name is empty until the slice of that kind is loaded. */
export function filterOf(kind: NodeKind): Filter {
  let filter = filters.get(kind);
  if (!filter) filters.set(kind, (filter = { table: '', rows: usualRows, fields: new Map() }));
  return filter;
}

export const id = (description: string): ScalarFilter => ({ description, is: 'id', column: 'id' });
export const oneOf = (description: string, column: string, enumName: string, enumType: object): ScalarFilter => ({
  description,
  is: 'enum',
  column,
  enumType,
  enumName,
});
export const related = (description: string, direction: Direction): RelationFilter => ({ description, direction });

/** A full-text filter with the syntax of `Query.search`. */
export const fullText = (description: string): DirectFilter => {
  const query = (value: string) => sql`search_query(${checkedSearch('search', value)})`;
  const ids = (value: string) => sql`SELECT node_id FROM searchable WHERE vector @@ ${query(value)}`;
  return {
    description: `${description} The text has the same syntax as in \`Query.search\`.`,
    takes: () => String,
    condition: (alias, value: string) => sql`${column(alias, 'id')} IN (${ids(value)})`,
    ids,
    fewIds: (value: string, most) =>
      sql`SELECT * FROM search_rare(${checkedSearch('search', value)}, ${most}) AS node_id`,
  };
};

/**
 * Whether an interval of two date columns may contain a day. As text, a date of reduced precision sorts before all of its
 * days; a day truncated to the length of the end sorts not after it as long as the end may not have passed.
 */
export const mayContainDay = (
  description: string,
  from: string,
  until: string,
  also: (alias: string, day: Sql) => Sql,
): DirectFilter => ({
  description,
  takes: () => DateScalar,
  condition: (alias, value: string) => {
    const [start, end] = [column(alias, from), column(alias, until)];
    const day = sql`${firstDay(value)}::text`;
    return sql`(${start} IS NULL OR ${start} <= ${day})
      AND (${end} IS NULL OR left(${day}, length(${end})) COLLATE "C" <= ${end}) AND ${also(alias, day)}`;
  },
});
