/** Which nodes a record speaks of: the one that it is, and those that it names. */
import { derived, type NodeKind, type Noun } from '../../graph/nouns/declare.js';
import type { ContentRecord } from '../record.js';

/** A node by its kind and slug. */
export type Reference = [NodeKind, string];

const nounsByType = derived(
  (nouns) => new Map(nouns.flatMap((noun) => noun.types.map((type) => [type, noun] as const))),
);

/** The noun of a record. */
export const nounOfRecord = ({ type }: ContentRecord): Noun => nounsByType().get(type)!;

/** A field of a record, by a name that is known only to its noun. */
export const valueOf = (record: ContentRecord, field: string): unknown => (record as Record<string, unknown>)[field];

/** The kind of node and the key of it that a record describes. */
export function subjectOf(record: ContentRecord): [NodeKind, string] {
  const { kind, key } = nounOfRecord(record);
  return [kind, String(valueOf(record, key))];
}

const slugsIn = (record: ContentRecord, field: string) => [valueOf(record, field) ?? []].flat() as string[];

/** The slugs under which others may name the node of a record. */
export function slugsOf(record: ContentRecord): Reference[] {
  const { kind, isNameable } = nounOfRecord(record);
  if (!isNameable) return [];
  return [...slugsIn(record, 'slug'), ...slugsIn(record, 'formerSlugs')].map((slug): Reference => [kind, slug]);
}

/** The nodes that a record names. */
export function referencesOf(record: ContentRecord): Reference[] {
  const { single, lists } = nounOfRecord(record);
  return Object.entries({ ...single, ...lists }).flatMap(([field, { to }]) =>
    slugsIn(record, field).map((slug): Reference => [to, slug]),
  );
}
