/** Maps types to kinds of node. Kinds are also the names of cache tags. */
import type { NodeSource } from '../context.js';

/** Maximum age of cached answers in seconds: for nouns in the catalogue, which rarely change, and for those that change daily. */
export const referenceMaxAge = 600;
export const changingMaxAge = 60;

export interface Kind {
  /** Name of the kind: the name of its type, or of the interface of its types. */
  name: string;
  /** Maximum age, in seconds, of a cached answer with nodes of the kind. */
  maxAge: number;
}

/**
 * Kinds of node by the names of their types, interfaces and connections.
 * @param cached those whose rows are in the catalogue
 */
export function kindsByType(
  sources: readonly NodeSource[],
  cached: ReadonlySet<NodeSource>,
): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const source of sources) {
    const kind = { name: source.kind, maxAge: cached.has(source) ? referenceMaxAge : changingMaxAge };
    for (const name of [source.kind, ...source.typeNames]) {
      kinds.set(name, kind);
      kinds.set(`${name}Connection`, kind);
    }
  }
  return kinds;
}
