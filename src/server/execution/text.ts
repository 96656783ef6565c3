/** Values as JSON text. */
import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  type GraphQLLeafType,
} from 'graphql';

/** Thrown for what a plan cannot write; graphql-js then executes the operation. */
export class Unplanned extends Error {
  override readonly name = 'Unplanned';
}

export type Text = string | Promise<string>;

export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/** Strings that need escapes in JSON are rare; the others are quoted without a second pass. */
// eslint-disable-next-line no-control-regex -- the control characters are what JSON escapes
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;
const longestTested = 200;

export const quoted = (text: string): string =>
  text.length <= longestTested && !needsEscape.test(text) ? `"${text}"` : JSON.stringify(text);

/** Returns a writer for the values of a scalar or an enum. Unusual values go through the type's own `serialize`. */
export function leafWriter(type: GraphQLLeafType): (value: unknown) => string {
  const serialize = (value: unknown): string => {
    const serialized = type.serialize(value);
    if (serialized == null) throw new Unplanned(`nothing serialized of ${type.name}`);
    return JSON.stringify(serialized);
  };
  if (isEnumType(type)) {
    const texts = new Map(type.getValues().map(({ name, value }) => [value as unknown, `"${name}"`]));
    return (value) => texts.get(value) ?? serialize(value);
  }
  switch (type) {
    case GraphQLString:
    case GraphQLID:
      return (value) => (typeof value === 'string' ? quoted(value) : serialize(value));
    case GraphQLBoolean:
      return (value) => (value === true ? 'true' : value === false ? 'false' : serialize(value));
    case GraphQLInt:
      return (value) => (typeof value === 'number' && (value | 0) === value ? `${value}` : serialize(value));
    case GraphQLFloat:
      return (value) =>
        typeof value === 'number' && Number.isFinite(value) ? JSON.stringify(value) : serialize(value);
    default:
      return serialize;
  }
}

/** Joins parts of a text, some of which are pending. Awaits all of them, so that no rejection is unhandled. */
export function joined(parts: readonly Text[]): Promise<string> {
  return Promise.all(parts).then(concatenated);
}

/** Texts are long and joined at several levels; concatenated with `+=`, they are copied only when the whole is sent. */
function concatenated(texts: readonly string[]): string {
  let whole = '';
  for (const text of texts) whole += text;
  return whole;
}

/** Swallows rejections of parts that are no longer awaited. */
export function abandon(parts: readonly Text[] | undefined): void {
  for (const part of parts ?? []) if (typeof part !== 'string') part.catch(() => undefined);
}
