/** By what estimates of one operation are kept. */
import { classOf } from '../../../graph/where/weight.js';

/**
 * What of some variables costs and limits depend on: sizes of pages and conditions of `@skip` and `@include`, which are
 * numbers and truth values, how many keys a list has, which conditions a filter has and by which fields is ordered.
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
