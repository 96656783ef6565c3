/**
 * What clients can filter by. Each slice declares the fields of its nouns once; from the declaration come the GraphQL
 * inputs (input.ts) and the SQL (compile.ts).
 */
import type { ClassType } from 'type-graphql';
import type { Direction } from '../edges.js';
import { tableOf } from '../entity-columns.js';
import { nounOf, type NodeKind } from '../nouns/declare.js';
import { firstDay } from '../partial-date.js';
import { DateScalar } from '../scalars.js';
import { column, sql, type Sql } from '../sql.js';
import { checkedSearch } from './search-text.js';

/** How a value is compared, and so which operators it has. */
export type ScalarKind = 'id' | 'key' | 'text' | 'date' | 'integer' | 'enum';

export interface ScalarFilter {
  description: string;
  is: ScalarKind;
  column: string;
  /** For `is: 'text'`: whether it is a paragraph and not a name. */
  isLong?: boolean;
  /** For `is: 'enum'`: the registered TypeScript enum and the name that its operators take. */
  enumType?: object;
  enumName?: string;
  /** For `is: 'text'`: whether the database has indexes of the folded text, of its parts and of the whole; see by-text.ts. */
  indexed?: true;
}

/** A filter on the nodes at the other end of an edge. */
export interface RelationFilter {
  description: string;
  direction: Direction;
}

/** A filter that takes a value as it is, and has its own way to a condition. */
export interface DirectFilter {
  description: string;
  /** The GraphQL type of the value. */
  takes: () => unknown;
  /** The condition on the rows of the table that the statement knows as `alias`. */
  condition: (alias: string, value: never) => Sql;
  /** The ids of the nodes that fulfil it, where they are found otherwise than by going through the table. */
  ids?: (value: never) => Sql;
  /** All of these ids if there are fewer than `most`; else `most` rows, of no meaning. */
  fewIds?: (value: never, most: number) => Sql;
}

export type FilterField = ScalarFilter | RelationFilter | DirectFilter;

/** Of which fields of a kind bits are kept, and where; see bits.ts. */
export interface BitIndex {
  /** Table (field, value, block, bits); the bits of all nodes stand under the empty field and value. */
  table: string;
  /** Table (block, bit) with the place of each node, and its date. */
  places: { table: string; node: string; date: { field: string; column: string } };
  /** Fields of the filter, never null, whose values are told apart: enums, and relations by the id of the relatedNode. */
  fields: ReadonlySet<string>;
}

export interface Filter {
  table: string;
  /** How many nodes there are in a large graph: what a filter costs follows it. */
  rows: number;
  fields: Map<string, FilterField>;
  bits?: BitIndex;
  /** The column by whose text its nodes stand in order of their date, if it has one; links may carry a copy. */
  dateKey?: string;
  /** The GraphQL input, once it is made. */
  input?: ClassType;
}

const filters = new Map<NodeKind, Filter>();

/** The kinds that can be filtered. */
export const declaredKinds = (): NodeKind[] => [...filters.keys()];

/** As many as there are of most nouns. */
const usualRows = 100;

/**
 * Declares by which fields nodes of a kind can be filtered.
 * @param options.rows how many nodes there are in a large graph
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

/** Adds fields that another slice answers: the far ends of its edges. */
export function extendFilter(kind: NodeKind, fields: Record<string, FilterField>): void {
  for (const [name, field] of Object.entries(fields)) filterOf(kind).fields.set(name, field);
}

/** Declares that the database keeps bits for values of a kind. */
export function declareBitmaps(kind: NodeKind, bits: BitIndex): void {
  filterOf(kind).bits = bits;
}

/** The declaration of a kind. Its table is empty until the slice of that kind has been loaded. */
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

/** Full-text search, as `Query.search` has it. */
export const fullText = (description: string): DirectFilter => {
  const query = (value: string) => sql`search_query(${checkedSearch('search', value)})`;
  const ids = (value: string) => sql`SELECT node_id FROM searchable WHERE vector @@ ${query(value)}`;
  return {
    description: `${description} The text is read as in \`Query.search\`.`,
    takes: () => String,
    condition: (alias, value: string) => sql`${column(alias, 'id')} IN (${ids(value)})`,
    ids,
    fewIds: (value: string, most) =>
      sql`SELECT * FROM search_rare(${checkedSearch('search', value)}, ${most}) AS node_id`,
  };
};

/**
 * Whether an interval of two date columns may contain a day. As text, a date of reduced precision stands before all of
 * its days; cut to the length of an end, a day stands not after it as long as the end may not have come.
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
