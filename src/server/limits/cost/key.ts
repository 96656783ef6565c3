/** The cache key of estimates of one operation. */
import { classOf } from '../../../graph/where/weight.js';

/**
 * The parts of variables on which costs and limits depend: page sizes and conditions of `@skip` and `@include` (numbers and
 * booleans), the number of keys in a list, the conditions of a filter and the fields of an order.
 */
export const keyOf = (variables: Record<string, unknown>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${sizeOf(value)}`)
    .join();

/** Names of fields to order by, which are values of enums. */
const enumValue = /^[A-Z][A-Z_]{0,30}$/;

function sizeOf(value: unknown): string {
  if (typeof value === 'string') return enumValue.test(value) ? value : classOf(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    const objects = value.filter((item) => typeof item === 'object');
    return `${value.length}[${objects.map(sizeOf).join()}]`;
  }
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}:${sizeOf(item)}`)
    .join()}}`;
}
