/**
 * Filters as SQL. Relations become semi-joins, so that no node is returned twice. A missing value matches `ne`, `notIn` and
 * `isNull: true`, and `not` is the exact complement of its operand: "unknown" counts as no match.
 */
import { BadUserInputError, LimitExceededError } from '../errors.js';
import { kindOfId, type NodeKind } from '../node-id.js';
import { lastDay, type PartialDate } from '../partial-date.js';
import { all, any, column, list, name, sql, type Sql } from '../sql.js';
import { filterOf, type RelationFilter, type ScalarFilter, type ScalarKind } from './declare.js';

/** A filter as clients write it, already validated by GraphQL. */
export type FilterInput = object;

/** Maximum nesting depth of relations and connectives. */
export const maximalFilterDepth = 10;

/** @throws LimitExceededError if a filter is nested too deeply */
export function checkDepth(depth: number): void {
  if (depth > maximalFilterDepth) {
    throw new LimitExceededError(
      `where: filters can be nested at most ${maximalFilterDepth} levels deep; this one is deeper.`,
    );
  }
}

/**
 * The condition of a filter on the rows of a kind's table.
 * @param alias of the table in the statement
 * @param isFar whether the rows are at the far end of a relation, not those of the page
 * @throws LimitExceededError if the filter is nested too deeply
 */
export function filterCondition(kind: NodeKind, alias: string, where: FilterInput, depth = 0, isFar = false): Sql {
  checkDepth(depth);
  const nested = (filter: FilterInput) => filterCondition(kind, alias, filter, depth + 1, isFar);
  const conditions = given(where).map(([field, value]): Sql => {
    if (field === 'and') return all((value as FilterInput[]).map(nested));
    if (field === 'or') return any((value as FilterInput[]).map(nested));
    if (field === 'not') return sql`(${nested(value as FilterInput)}) IS NOT TRUE`;
    const declared = filterOf(kind).fields.get(field)!;
    if ('takes' in declared) return declared.condition(alias, value as never);
    return 'is' in declared
      ? scalarCondition(declared, alias, value as object)
      : relationCondition(declared, alias, value as object, depth + 1, isFar);
  });
  return all(conditions);
}

/** The set fields of an input. Null means the same as absent. */
export const given = (input: object) =>
  Object.entries(input).filter(([, value]) => value != null) as [string, unknown][];

function relationCondition(
  { direction }: RelationFilter,
  alias: string,
  value: object,
  depth: number,
  isFar: boolean,
): Sql {
  const some = (where: FilterInput) => someFar(direction, alias, where, depth, isFar);
  if (!direction.near.many) return some(value);
  const conditions = given(value).map(([quantifier, where]) => {
    if (quantifier === 'some') return some(where as FilterInput);
    if (quantifier === 'none') return sql`NOT ${some(where as FilterInput)}`;
    return sql`NOT ${some({ not: where })}`;
  });
  return all(conditions);
}

/**
 * Whether at least one node at the far end matches a filter.
 * @param atOnce finds all near nodes at once: within another relation, a set that does not depend on the outer row is
 *   computed once per level, whereas row by row each level multiplies the work. Row by row, `every` could often stop at the
 *   first far node that does not match; but if all match, four levels took more than five seconds.
 */
function someFar(
  { table, near, far }: RelationFilter['direction'],
  alias: string,
  where: FilterInput,
  depth: number,
  atOnce: boolean,
): Sql {
  const farTable = filterOf(far.kind).table;
  const node = `n${depth}`;
  const link = `l${depth}`;
  const condition = filterCondition(far.kind, node, where, depth, true);
  const nodes = sql`SELECT ${column(node, 'id')} FROM ${name(farTable)} ${name(node)} WHERE ${condition}`;
  if (near.column === 'id') return sql`${column(alias, far.column)} IN (${nodes})`;
  if (table === farTable) {
    const own = sql`${column(node, near.column)} = ${column(alias, 'id')}`;
    return sql`EXISTS (SELECT FROM ${name(table)} ${name(node)} WHERE ${own} AND ${condition})`;
  }
  if (atOnce) {
    const ids = sql`SELECT DISTINCT ${column(link, near.column)} FROM ${name(table)} ${name(link)}`;
    return sql`${column(alias, 'id')} IN (${ids} WHERE ${column(link, far.column)} IN (${nodes}))`;
  }
  const links = sql`${column(link, near.column)} = ${column(alias, 'id')} AND ${column(link, far.column)} IN (${nodes})`;
  return sql`EXISTS (SELECT FROM ${name(table)} ${name(link)} WHERE ${links})`;
}

/** The condition of operators on a column. */
export const scalarCondition = (field: ScalarFilter, alias: string, operators: object): Sql =>
  conditionOn(column(alias, field.column), field.is, operators);

/** The condition of operators on an SQL value. */
export function conditionOn(own: Sql, is: ScalarKind, operators: object): Sql {
  const compared = is === 'text' ? sql`fold(${own})` : own;
  return all(given(operators).map(([operator, operand]) => compare(operator, operand, is, own, compared)));
}

const castOf: Record<ScalarKind, Sql> = {
  id: sql`uuid`,
  key: sql`text`,
  text: sql`text`,
  date: sql`text`,
  enum: sql`text`,
  integer: sql`integer`,
};

function compare(operator: string, operand: unknown, is: ScalarKind, own: Sql, compared: Sql): Sql {
  const one = sql`${valueOf(operand, is)}::${castOf[is]}`;
  const value = is === 'text' ? sql`fold(${one})` : one;
  switch (operator) {
    case 'isNull':
      return operand ? sql`${own} IS NULL` : sql`${own} IS NOT NULL`;
    case 'eq':
      return sql`${compared} = ${value}`;
    case 'ne':
      return sql`${compared} IS DISTINCT FROM ${value}`;
    case 'in':
      return isAmong(compared, operand, is);
    case 'notIn':
      return sql`(${isAmong(compared, operand, is)}) IS NOT TRUE`;
    case 'contains':
      return sql`${compared} LIKE '%' || ${escaped(value)} || '%'`;
    case 'startsWith':
      return sql`${compared} LIKE ${escaped(value)} || '%'`;
    case 'endsWith':
      return sql`${compared} LIKE '%' || ${escaped(value)}`;
    default:
      return range(operator, is === 'date' ? dateBound(operator, operand as string) : (operand as string), is, own);
  }
}

/** Stands for a text that is not an id: like an unknown id, it matches nothing. */
const noId = '00000000-0000-0000-0000-000000000000';
const valueOf = (operand: unknown, is: ScalarKind) => {
  if (is === 'id') return kindOfId(operand as string) === undefined ? noId : (operand as string);
  if (typeof operand === 'string' && operand.includes('\0')) {
    throw new BadUserInputError('where: expected a text without the character U+0000, which cannot be stored.');
  }
  return operand as string;
};

function isAmong(compared: Sql, operand: unknown, is: ScalarKind): Sql {
  const values = sql`${list((operand as string[]).map((value) => valueOf(value, is)))}::${castOf[is]}[]`;
  // Folded values are not constants: only for a subquery does the database build a hash table. With an array it would
  // compare each row with each value.
  return is === 'text'
    ? sql`${compared} IN (SELECT fold(v) FROM unnest(${values}) AS v)`
    : sql`${compared} = ANY(${values})`;
}

/** Escapes `%`, `_` and the escape character in client input. */
const escaped = (value: Sql) => sql`regexp_replace(${value}, '([\\\\%_])', '\\\\\\1', 'g')`;

const comparators: Record<string, Sql> = { lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=` };

const range = (operator: string, bound: string, is: ScalarKind, own: Sql) =>
  sql`${own} ${comparators[operator]!} ${bound}::${castOf[is]}`;

/**
 * Dates are compared as text, where `2007` sorts before `2007-01-01` although both begin on the same day. A lower bound
 * on the first day of a month or year is truncated, so that less precise dates fall on the right side; an upper bound of
 * reduced precision extends to its last day.
 */
function dateBound(operator: string, bound: PartialDate): PartialDate {
  return operator === 'gte' || operator === 'lt' ? bound.replace(/(-01){1,2}$/, '') : lastDay(bound);
}
