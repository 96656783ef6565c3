/** Checks the list arguments of an operation: page sizes, filters and orders. */
import type { FieldNode } from 'graphql';
import { BadUserInputError } from '../../graph/errors.js';
import { exceeded, refused } from './exceeded.js';
import type { QueryLimits } from './query-limits.js';

export type ListLimits = Pick<QueryLimits, 'pageSize' | 'conditions' | 'orderEntries' | 'filterValues'>;

/** Checks the lists of one operation, which share some limits. */
export class ListArguments {
  private conditions = 0;
  private values = 0;

  constructor(private readonly limits: ListLimits) {}

  /**
   * @throws BadUserInputError for an invalid page size, or the same field twice in an order
   * @throws LimitExceededError for too many conditions, values or entries
   */
  check(args: Record<string, unknown>, slicing: readonly string[], node: FieldNode, unasked: number): void {
    const { limits } = this;
    checkPage(args, slicing, node, unasked, limits.pageSize);
    checkOrder(args['orderBy'], node, limits.orderEntries);
    this.conditions += conditionsOf(args['where']);
    if (this.conditions > limits.conditions) throw exceeded('conditions', limits.conditions, this.conditions);
    this.values += valuesOf(args['where']);
    if (this.values > limits.filterValues) {
      throw exceeded('filterValues', limits.filterValues, this.values, standingAt(node));
    }
  }
}

const placeOf = ({ name, alias }: FieldNode) => (alias ?? name).value;
const standingAt = (node: FieldNode) => ` They stand at "${placeOf(node)}".`;

function checkOrder(orderBy: unknown, node: FieldNode, most: number): void {
  if (!Array.isArray(orderBy)) return;
  if (orderBy.length > most) throw exceeded('orderEntries', most, orderBy.length, standingAt(node));
  const fields = orderBy.map((entry: { field: string }) => entry.field);
  const twice = fields.find((field, i) => fields.indexOf(field) < i);
  if (twice !== undefined) {
    throw refused(
      new BadUserInputError(`orderBy: expected each field once, got ${twice} again, at "${placeOf(node)}".`),
    );
  }
}

function checkPage(
  args: Record<string, unknown>,
  slicing: readonly string[],
  node: FieldNode,
  unasked: number,
  most: number,
): void {
  const at = `at "${placeOf(node)}"`;
  const refuse = (argument: string, came: string) =>
    refused(new BadUserInputError(`${argument}: expected a whole number from 1 to ${most}, got ${came}, ${at}.`));
  const asked = slicing.filter((argument) => args[argument] != null);
  for (const argument of asked) {
    const size = args[argument];
    // Sizes below one are reported by the field itself, so that other fields are answered.
    if (typeof size === 'number' && size > most) throw refuse(argument, String(size));
  }
  if (asked.length === 0 && unasked > most) throw refuse(slicing[0]!, `none, which stands for ${unasked}`);
}

/** The number of conditions of a filter, counted as its objects. */
function conditionsOf(where: unknown): number {
  if (typeof where !== 'object' || where === null) return 0;
  if (Array.isArray(where)) return where.reduce<number>((sum, part) => sum + conditionsOf(part), 0);
  return Object.values(where).reduce<number>((sum, part) => sum + conditionsOf(part), 1);
}

/** The number of values in all lists of a filter. */
function valuesOf(where: unknown): number {
  if (typeof where !== 'object' || where === null) return 0;
  if (!Array.isArray(where)) return Object.values(where).reduce<number>((sum, part) => sum + valuesOf(part), 0);
  const nested = where.reduce<number>((sum, part) => sum + valuesOf(part), 0);
  return nested + where.filter((part) => typeof part !== 'object').length;
}
