import { createHash } from 'node:crypto';

const names = new Map<string, string>();
/** Texts hold no values, so they are few; the bound protects against ever new combinations of filters. */
const maxNames = 1_000;

/** Returns the name under which a statement is prepared: fixed for a text; undefined above the bound. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  if (names.size >= maxNames) return undefined;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, name);
  return name;
}
