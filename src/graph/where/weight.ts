/**
 * What a filter makes the database do, in units of cost of some three milliseconds each. The figures follow from the
 * declaration of the noun: how many nodes it has, of which columns there are indexes, how long its texts are. They were
 * measured at 100,000 news items (`npm run bench:shapes`).
 */
import type { NodeKind } from '../node-id.js';
import { roundedLength } from '../cost.js';
import { byText, hasPart, servedBy } from './by-text.js';
import { given, type FilterInput } from './compile.js';
import { filterOf, type Filter, type RelationFilter, type ScalarFilter } from './declare.js';

/** Units for a thousand rows. Folding a text takes most of the time. */
const perThousand = { value: 0.15, noValue: 0.5, rows: 0.3, shortText: 4, longText: 10, listedTexts: 14, sort: 8 };
/** What an index of texts gives has to be looked at again. */
const ofIndex = { shortText: 20, longText: 40 };
/** Values of an `in` that take a unit. */
const valuesPerUnit = 100;
/** A full-text search within a filter. */
const ofWords = 20;
/** Each level of a filter that leads to or from nodes of which there are many: a set that is made once. */
const perLevel = 120;
/** A noun with fewer nodes is gone through in no time. */
const many = 10_000;

const units = (rows: number, each: number) => Math.round((rows / 1_000) * each);

/** All of a text that its weight depends on. */
export const classOf = (text: string): string => `${roundedLength(text)}${hasPart(text) ? 'w' : ''}`;

/** @param negated whether what is asked for are the nodes that do not fulfil it: no index tells them */
export function filterWeight(
  kind: NodeKind,
  where: FilterInput | null | undefined,
  negated = false,
  depth = 0,
): number {
  if (where == null) return 0;
  const filter = filterOf(kind);
  let sum = 0;
  for (const [field, value] of given(where)) {
    if (field === 'and' || field === 'or') {
      // One alternative that no index finds has all nodes gone through.
      const isGoneThrough = negated || (field === 'or' && filter.rows >= many && !byText(kind, { or: value }));
      for (const part of value as FilterInput[]) sum += filterWeight(kind, part, isGoneThrough, depth);
    } else if (field === 'not') sum += filterWeight(kind, value as FilterInput, !negated, depth);
    else {
      const declared = filter.fields.get(field);
      if (!declared) continue;
      if ('takes' in declared) sum += filter.rows >= many ? ofWords : 0;
      else if ('is' in declared) sum += scalarWeight(filter, declared, value as object, negated);
      else sum += relationWeight(filter, declared, value as object, depth);
    }
  }
  return sum;
}

function scalarWeight({ rows }: Filter, field: ScalarFilter, operators: object, negated: boolean): number {
  const { is, isLong } = field;
  let sum = 0;
  // The ends of a period are looked at together.
  let looked = 0;
  for (const [operator, operand] of given(operators)) {
    if (Array.isArray(operand)) sum += Math.floor(operand.length / valuesPerUnit);
    if (is === 'id' || is === 'key') continue;
    if (is !== 'text' || operator === 'isNull') {
      // Nodes are looked at in their order until enough have the value, which may be none.
      const each = units(rows, operator === 'isNull' ? perThousand.noValue : perThousand.value);
      if (rows >= many) looked = Math.max(looked, each);
      continue;
    }
    const length = isLong ? 'longText' : 'shortText';
    const all = units(rows, perThousand[Array.isArray(operand) ? 'listedTexts' : length]);
    const isFound = rows >= many && !negated && field.indexed && servedBy(operator, operand);
    sum += isFound ? Math.min(all, ofIndex[length]) : all;
    sum += Math.floor(roundedLength(operand) / 1_000);
  }
  return sum + looked;
}

/** The far nodes are found for themselves, so that an index tells them, but for those that do not fulfil `every`. */
function relationWeight(near: Filter, { direction }: RelationFilter, value: object, depth: number): number {
  const far = filterOf(direction.far.kind);
  const isOfMany = far.rows >= many || (near.rows >= many && depth > 0);
  const one = (where: FilterInput, quantifier: string) =>
    (isOfMany ? perLevel : 0) + filterWeight(direction.far.kind, where, quantifier === 'every', depth + 1);
  if (!direction.near.many) return one(value, 'some');
  return given(value).reduce((sum, [quantifier, where]) => sum + one(where as FilterInput, quantifier), 0);
}

/** What going through all nodes of a kind takes. */
export const rowsWeight = (kind: NodeKind): number => {
  const { rows } = filterOf(kind);
  return rows >= many ? units(rows, perThousand.rows) : 0;
};

/** What putting those in order takes that are equal by an index. */
export const equalsWeight = (kind: NodeKind): number => Math.round(rowsWeight(kind) / 2);

/** What putting all nodes of a kind in order takes, where no index holds them so. */
export const sortWeight = (kind: NodeKind): number => {
  const { rows } = filterOf(kind);
  return rows >= many ? units(rows, perThousand.sort) : 0;
};
