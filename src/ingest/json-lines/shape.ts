/** Validates a value against the subset of JSON Schema in which records are declared. */
import type { Shape } from '../../graph/nouns/record-fields.js';
import { isPartialDate } from '../../graph/partial-date.js';

/** Returns the first error of a value; undefined if it is valid. */
export function errorOf(value: unknown, shape: Shape, place = ''): string | undefined {
  const at = place === '' ? 'a record' : `"${place}"`;
  switch (shape.type) {
    case 'string':
      return textFault(value, shape, at);
    case 'integer':
      return Number.isInteger(value) && (value as number) >= shape.minimum && (value as number) <= shape.maximum
        ? undefined
        : `Expected ${at} to be a whole number from ${shape.minimum} to ${shape.maximum}, but got ${shown(value)}.`;
    case 'array':
      if (!Array.isArray(value)) return `Expected ${at} to be a list, but got ${shown(value)}.`;
      if (value.length > shape.maxItems) {
        return `Expected ${at} to have at most ${shape.maxItems} entries, but it has ${value.length}.`;
      }
      return first(value, (item, i) => errorOf(item, shape.items, `${place}[${i}]`));
    case 'object':
      return objectFault(value, shape, place, at);
  }
}

function textFault(value: unknown, shape: Shape & { type: 'string' }, at: string): string | undefined {
  if (typeof value !== 'string') return `Expected ${at} to be a text, but got ${shown(value)}.`;
  if (value.includes('\0')) return `Expected ${at} to be a text, but it contains a NUL character.`;
  if (/\p{Surrogate}/u.test(value)) return `Expected ${at} to be a text, but it contains half of a surrogate pair.`;
  if (shape.enum && !shape.enum.includes(value)) {
    return `Expected ${at} to be one of ${shape.enum.join(', ')}, but got ${shown(value)}.`;
  }
  if (shape.format && !isPartialDate(value)) {
    return `Expected ${at} to be a date such as 2007, 2007-06 or 2007-06-30, but got ${shown(value)}.`;
  }
  if (shape.pattern && !new RegExp(shape.pattern, 'u').test(value)) {
    return `Expected ${at} to match ${shape.pattern}, but got ${shown(value)}.`;
  }
  return value.length < (shape.minLength ?? 0) ? `Expected ${at} to be a text, but it is empty.` : undefined;
}

function objectFault(
  value: unknown,
  { properties, required }: Shape & { type: 'object' },
  place: string,
  at: string,
): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `Expected ${at} to be an object, but got ${shown(value)}.`;
  }
  const within = (name: string) => (place === '' ? name : `${place}.${name}`);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined) {
    return `There is no field ${shown(within(unknown))}; the fields are ${Object.keys(properties).join(', ')}.`;
  }
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `Expected the field "${within(missing)}", but it is missing.`;
  return first(Object.entries(value), ([name, item]) => errorOf(item, properties[name]!, within(name)));
}

function first<Item>(items: readonly Item[], error: (item: Item, index: number) => string | undefined) {
  for (const [i, item] of items.entries()) {
    const found = error(item, i);
    if (found !== undefined) return found;
  }
  return undefined;
}

const longestShown = 60;

/** A value as JSON, not too long for a line. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  // A lone surrogate would not survive on a terminal or in a log.
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${[...text].slice(0, longestShown).join('')}…` : text;
}
