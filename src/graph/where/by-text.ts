/**
 * Filters on texts as sets of nodes that indexes find. A condition on a text beside an order by date would have the database
 * go through the list until enough fit, which is all of it for what few or none have; and which plan is taken must not
 * hang on a guess. So the nodes are found first, each alternative of an `or` by a statement of its own.
 */
import type { NodeKind } from '../node-id.js';
import { join, name, sql, type Sql } from '../sql.js';
import { filterCondition, given, type FilterInput } from './compile.js';
import { filterOf, type ScalarFilter } from './declare.js';

export interface ByText {
  /** Filters that an index serves; together they find what the filter asks for, but for the rest. */
  alternatives: readonly FilterInput[];
  rest: FilterInput;
}

/** What of a filter indexes of texts find. Undefined if nothing, so that the nodes have to be gone through. */
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

/** The alternatives, if each of them can be found by an index. */
function alternativesOf(kind: NodeKind, or: readonly FilterInput[]): FilterInput[] | undefined {
  const all: FilterInput[] = [];
  for (const each of or) {
    const found = byText(kind, each);
    if (!found) return undefined;
    all.push(...found.alternatives.map((own) => (given(found.rest).length > 0 ? { and: [own, found.rest] } : own)));
  }
  return all;
}

/** The ids of the nodes that fulfil one of several filters, each once. @param most if given, not many more than these */
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

/** Indexes of parts hold three characters in a row, of letters and digits: a text without them would be looked for everywhere. */
export const hasPart = (text: string): boolean => /[\p{L}\p{N}]{3}/u.test(text);
