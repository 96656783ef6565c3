/**
 * Cursors: opaque to clients and bound to their list. A cursor contains the sort keys and the id of a row, so a page starts
 * at the position of the row even after the row is deleted. The fingerprint covers the list, its parent node, its filter and
 * its order; any other list rejects the cursor.
 */
import { createHash } from 'node:crypto';
import { BadUserInputError } from '../errors.js';

const version = 1;

export type SortKey = string | number;

/** Position of a row in its list. */
export interface Position {
  keys: readonly SortKey[];
  id: string;
}

/** A short hash of the identity of a list. */
export const fingerprint = (identity: unknown) =>
  createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 8);

export const encodeCursor = (list: string, { keys, id }: Position) =>
  Buffer.from(JSON.stringify([version, list, id, ...keys])).toString('base64url');

/**
 * Decodes a cursor to a position.
 * @param list fingerprint of the requested list
 * @param types expected types of the sort keys
 * @throws BadUserInputError if the text is not a cursor, or is a cursor of another list
 */
export function decodeCursor(
  argument: string,
  cursor: string,
  list: string,
  types: readonly ('string' | 'number')[],
): Position {
  const fields = parse(cursor);
  if (fields?.[0] !== version || typeof fields[1] !== 'string' || typeof fields[2] !== 'string') {
    throw new BadUserInputError(`${argument}: expected a cursor issued by this server, got something else.`);
  }
  const [, from, id, ...keys] = fields;
  if (from !== list) {
    throw new BadUserInputError(
      `${argument}: this cursor belongs to another list, or to the same list with another filter or order. ` +
        'Expected a cursor of this list.',
    );
  }
  if (keys.length !== types.length || !keys.every((key, i) => isSortKey(key, types[i]!)) || !uuid.test(id)) {
    throw new BadUserInputError(`${argument}: expected a cursor issued by this server, got something else.`);
  }
  return { keys: keys as SortKey[], id };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether the database accepts the key: a text without invalid characters, or a number within `integer`. */
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
