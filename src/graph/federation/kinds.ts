/** Which kind of node a type stands for. Kinds are also the names of cache tags. */
import type { Slice } from '../slice.js';

/** How long answers may be kept, in seconds: of nouns that rarely change, and of what comes in every day. */
export const referenceMaxAge = 600;
export const newsMaxAge = 60;

export interface Kind {
  /** Name of the kind, which is that of its type or of the interface of its types. */
  name: string;
  /** Seconds for which an answer that shows nodes of the kind may be kept. */
  maxAge: number;
}

/** By the names of their types, interfaces and connections, the kinds of node. */
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
