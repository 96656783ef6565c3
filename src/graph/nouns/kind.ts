/** By kind of node, the type of its records; the nouns add theirs by declaration merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the nouns
export interface Nouns {}

export type NodeKind = keyof Nouns;
