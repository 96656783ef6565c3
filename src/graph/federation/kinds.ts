/** Maps types to kinds of node. Kinds are also the names of cache tags. */
import type { Slice } from '../slice.js';

/** Maximum age of cached answers in seconds: for nouns that rarely change, and for those that change daily. */
export const referenceMaxAge = 600;
export const newsMaxAge = 60;

export interface Kind {
  /** Name of the kind: the name of its type, or of the interface of its types. */
  name: string;
  /** Maximum age, in seconds, of a cached answer with nodes of the kind. */
  maxAge: number;
}

/** Kinds of node by the names of their types, interfaces and connections. */
export function kindsByType(slices: readonly Slice[]): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const { nodes, shelf } of slices) {
    if (!nodes) continue;
    const kind = { name: nodes.kind, maxAge: shelf ? referenceMaxAge : newsMaxAge };
    for (const name of [nodes.kind, ...nodes.typeNames]) {
      kinds.set(name, kind);
      kinds.set(`${name}Connection`, kind);
    }
  }
  return kinds;
}
