/**
 * Filters as SQL. Relations become semi-joins, so that a node is never given twice. A missing value fulfils `ne`,
 * `notIn` and `isNull: true`, and `not` is the exact complement of what it negates: "unknown" counts as not fulfilled.
 */
import { BadUserInputError, LimitExceededError } from '../errors.js';
import { kindOfId, type NodeKind } from '../node-id.js';
import { lastDay, type PartialDate } from '../partial-date.js';
import { all, any, column, list, name, sql, type Sql } from '../sql.js';
import { filterOf, type RelationFilter, type ScalarFilter, type ScalarKind } from './declare.js';

/** A filter as clients write it; its shape has been checked by GraphQL. */
export type FilterInput = object;

/** Relations and connectives that may be nested in each other. */
export const maximalFilterDepth = 10;

/** @throws LimitExceededError for a filter that is nested too deep */
export function checkDepth(depth: number): void {
  if (depth > maximalFilterDepth) {
    throw new LimitExceededError(`where: filters can be nested ${maximalFilterDepth} deep; this one goes deeper.`);
  }
}

/**
 * The condition that a filter puts on the rows of a kind's table.
 * @param alias under which the statement knows the table
 * @param isFar whether the rows are those at the far end of a relation, and not those of the page
 * @throws LimitExceededError if the filter is nested too deep
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

/** An argument that is null asks for nothing, as one that is absent. */
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
 * Whether at least one node at the far end fulfils a filter.
 * @param atOnce all near nodes are looked for at once: within another relation a set that does not depend on the outer row
 *   is computed once for each level, where row by row each level would multiply the work. `every` would often end at the
 *   first far node that does not fulfil it; but where all do, four levels took more than five seconds.
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

/** The condition that operators put on a column. */
export const scalarCondition = (field: ScalarFilter, alias: string, operators: object): Sql =>
  conditionOn(column(alias, field.column), field.is, operators);

/** The condition that operators put on a value of the database. */
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

/** A text that is no id at all finds nothing, as an id does that is not known. */
const noId = '00000000-0000-0000-0000-000000000000';
const valueOf = (operand: unknown, is: ScalarKind) => {
  if (is === 'id') return kindOfId(operand as string) === undefined ? noId : (operand as string);
  if (typeof operand === 'string' && operand.includes('\0')) {
    throw new BadUserInputError('where: expected a text without the character U+0000, which no text here can hold.');
  }
  return operand as string;
};

function isAmong(compared: Sql, operand: unknown, is: ScalarKind): Sql {
  const values = sql`${list((operand as string[]).map((value) => valueOf(value, is)))}::${castOf[is]}[]`;
  // What is made of the values is no constant: only from a subquery does the database make a table to look them up in. In
  // an array each row would be compared with each of them.
  return is === 'text'
    ? sql`${compared} IN (SELECT fold(v) FROM unnest(${values}) AS v)`
    : sql`${compared} = ANY(${values})`;
}

/** `%`, `_` and the escape itself mean themselves in what clients send. */
const escaped = (value: Sql) => sql`regexp_replace(${value}, '([\\\\%_])', '\\\\\\1', 'g')`;

const comparators: Record<string, Sql> = { lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=` };

const range = (operator: string, bound: string, is: ScalarKind, own: Sql) =>
  sql`${own} ${comparators[operator]!} ${bound}::${castOf[is]}`;

/**
 * Dates are compared as text, where `2007` comes before `2007-01-01` although both begin on the same day. A lower bound
 * that is the first day of a month or year is cut, so that what is known less precisely falls on its right side; an
 * upper bound of reduced precision reaches to its last day.
 */
function dateBound(operator: string, bound: PartialDate): PartialDate {
  return operator === 'gte' || operator === 'lt' ? bound.replace(/(-01){1,2}$/, '') : lastDay(bound);
}
