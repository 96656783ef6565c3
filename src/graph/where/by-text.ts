/**
 * Text filters as sets of nodes found by indexes. With a text condition and an order by date, the database may scan the list
 * until enough nodes match, which is the whole list for a rare text; and the plan must not depend on an estimate. So the
 * nodes are found first, each alternative of an `or` by a separate subquery.
 */
import type { NodeKind } from '../node-id.js';
import { join, name, sql, type Sql } from '../sql.js';
import { filterCondition, given, type FilterInput } from './compile.js';
import { filterOf, type ScalarFilter } from './declare.js';

export interface ByText {
  /** Filters that an index serves. Their union, restricted by `rest`, is the whole filter. */
  alternatives: readonly FilterInput[];
  rest: FilterInput;
}

/** The part of a filter that text indexes serve; undefined if there is none, so that all nodes must be scanned. */
export function byText(kind: NodeKind, where: FilterInput): ByText | undefined {
  const own = given(where).filter(([field]) => isIndexed(kind, field));
  if (own.some(([, operators]) => isServed(operators as object))) {
    const rest = given(where).filter((entry) => !own.some(([field]) => field === entry[0]));
    return { alternatives: [Object.fromEntries(own)], rest: Object.fromEntries(rest) };
  }
  const { and, or } = where as { and?: FilterInput[] | null; or?: FilterInput[] | null };
  for (const [i, each] of (and ?? []).entries()) {
    const found = byText(kind, each);
    const others = and!.filter((_, at) => at !== i);
    if (found) return { ...found, rest: { ...where, and: [...others, found.rest] } };
  }
  const alternatives = or && or.length > 0 ? alternativesOf(kind, or) : undefined;
  return alternatives && { alternatives, rest: { ...where, or: undefined } };
}

/** The alternatives of an `or`, if an index serves each of them. */
function alternativesOf(kind: NodeKind, or: readonly FilterInput[]): FilterInput[] | undefined {
  const all: FilterInput[] = [];
  for (const each of or) {
    const found = byText(kind, each);
    if (!found) return undefined;
    all.push(...found.alternatives.map((own) => (given(found.rest).length > 0 ? { and: [own, found.rest] } : own)));
  }
  return all;
}

/** The ids of the nodes that match any of several filters, each once. @param most approximate limit of their number */
export function idsOf(kind: NodeKind, alternatives: readonly FilterInput[], most?: number): Sql {
  const { table } = filterOf(kind);
  const parts = alternatives.map((each) => {
    const limit = most === undefined ? sql`` : sql` LIMIT ${most}`;
    return sql`(SELECT t.id AS node_id FROM ${name(table)} t WHERE ${filterCondition(kind, 't', each)}${limit})`;
  });
  return join(parts, ' UNION ');
}

const isIndexed = (kind: NodeKind, field: string) =>
  (filterOf(kind).fields.get(field) as ScalarFilter | undefined)?.indexed === true;

/** Whether an index serves at least one of the operators. */
const isServed = (operators: object): boolean => given(operators).some((entry) => servedBy(...entry));

/** Whether an index serves an operator of an indexed text. */
export function servedBy(operator: string, operand: unknown): boolean {
  if (operator === 'eq' || operator === 'in') return true;
  return /^(contains|startsWith|endsWith)$/.test(operator) && hasPart(operand as string);
}

/** Trigram indexes need three consecutive letters or digits: any other text requires a full scan. */
export const hasPart = (text: string): boolean => /[\p{L}\p{N}]{3}/u.test(text);
