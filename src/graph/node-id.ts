/**
 * The identity of nodes. An id is a UUID of version 8 (RFC 9562, 5.8) computed from the kind of node and its natural
 * key (its first slug), so that the same content gets the same id in every database and after every re-import. Its
 * first byte identifies the kind. The id in the database is the id in the API: the read path converts nothing.
 */
import { createHash } from 'node:crypto';
import { nounByPrefix, nounOf, type NodeKind } from './nouns/declare.js';

export type { NodeKind } from './nouns/declare.js';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The id of a node by its kind and natural key, for example `nodeId('Country', 'albania')`. */
export function nodeId(kind: NodeKind, naturalKey: string): string {
  const hash = createHash('sha256').update(`${kind}:${naturalKey}`).digest('hex');
  const variant = ((parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  return (
    `${nounOf(kind).idPrefix}${hash.slice(2, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-` +
    `${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
  );
}

/** The kind of node that an id identifies; undefined for a text that is not an id of this graph. */
export function kindOfId(id: string): NodeKind | undefined {
  return uuidForm.test(id) ? nounByPrefix(id.slice(0, 2))?.kind : undefined;
}

/** Whether a text is an id of this kind. Lookups treat any other text as an unknown id. */
export const isIdOf = (kind: NodeKind, id: string) => kindOfId(id) === kind;

/** A row as the API needs it to tell its type. */
export interface NodeRow {
  id: string;
}
