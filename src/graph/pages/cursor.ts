/**
 * Cursors: opaque to clients, bound to the list they come from. A cursor holds the sort keys of a row and its id, so a
 * page starts where the row stood even after the row is gone. The fingerprint stands for the list, its parent node, its
 * filter and its order; a cursor is refused by any other.
 */
import { createHash } from 'node:crypto';
import { BadUserInputError } from '../errors.js';

const version = 1;

export type SortKey = string | number;

/** Where a row stands in its list. */
export interface Position {
  keys: readonly SortKey[];
  id: string;
}

/** A short hash over all that makes a list what it is. */
export const fingerprint = (identity: unknown) =>
  createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 8);

export const encodeCursor = (list: string, { keys, id }: Position) =>
  Buffer.from(JSON.stringify([version, list, id, ...keys])).toString('base64url');

/**
 * Where the row of a cursor stands.
 * @param list fingerprint of the list that is asked
 * @param types what each sort key must be
 * @throws BadUserInputError if the text is no cursor, or one of another list
 */
export function decodeCursor(
  argument: string,
  cursor: string,
  list: string,
  types: readonly ('string' | 'number')[],
): Position {
  const fields = parse(cursor);
  if (fields?.[0] !== version || typeof fields[1] !== 'string' || typeof fields[2] !== 'string') {
    throw new BadUserInputError(`${argument}: expected a cursor that this server gave, got a text that is none.`);
  }
  const [, from, id, ...keys] = fields;
  if (from !== list) {
    throw new BadUserInputError(
      `${argument}: this cursor comes from another list, or from the same list with another filter or order. ` +
        'Expected a cursor of this list.',
    );
  }
  if (keys.length !== types.length || !keys.every((key, i) => isSortKey(key, types[i]!)) || !uuid.test(id)) {
    throw new BadUserInputError(`${argument}: expected a cursor that this server gave, got a text that is none.`);
  }
  return { keys: keys as SortKey[], id };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether the database can compare with it: a text that it can hold, or a number of its type `integer`. */
const isSortKey = (key: unknown, type: 'string' | 'number') =>
  type === 'string'
    ? typeof key === 'string' && !/\0|\p{Surrogate}/u.test(key)
    : typeof key === 'number' && (key | 0) === key;

function parse(cursor: string): [unknown, unknown, unknown, ...unknown[]] | undefined {
  if (cursor.length > 2_000) return undefined;
  try {
    const fields: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(fields) && fields.length >= 3 ? (fields as [unknown, unknown, unknown]) : undefined;
  } catch {
    return undefined;
  }
}
