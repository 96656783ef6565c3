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

/** What a plan does not write; graphql-js has to answer. */
export class Unplanned extends Error {
  override readonly name = 'Unplanned';
}

export type Text = string | Promise<string>;

export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/** Texts that need an escape in JSON are rare: the others are quoted without looking at each character twice. */
// eslint-disable-next-line no-control-regex -- the control characters are what JSON escapes
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;
const longestTested = 200;

export const quoted = (text: string): string =>
  text.length <= longestTested && !needsEscape.test(text) ? `"${text}"` : JSON.stringify(text);

/** How values of a scalar or an enum are written. What is no plain case goes through the type's own `serialize`. */
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

/** Parts of a text, some of which are still being written. All of them are waited for: none may fail unheard. */
export function joined(parts: readonly Text[]): Promise<string> {
  return Promise.all(parts).then(concatenated);
}

/** Texts are long and joined at several levels; added up, they are copied only when the whole is sent. */
function concatenated(texts: readonly string[]): string {
  let whole = '';
  for (const text of texts) whole += text;
  return whole;
}

/** Hears the failures of parts that nobody will wait for any more. */
export function abandon(parts: readonly Text[] | undefined): void {
  for (const part of parts ?? []) if (typeof part !== 'string') part.catch(() => undefined);
}
