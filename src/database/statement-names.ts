import { createHash } from 'node:crypto';

const names = new Map<string, string>();
/** Texts are few, as they hold no values; the bound is for a client that makes ever new combinations of filters. */
const namesKept = 1_000;

/** The name under which a statement is prepared on each connection: always the same for a text; none for too many. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  if (names.size >= namesKept) return undefined;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, name);
  return name;
}
