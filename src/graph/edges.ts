/**
 * The edges of the graph. One declaration names the table that holds an edge and gives both of its directions: filters
 * and connections are compiled from it.
 */
import type { NodeKind } from './node-id.js';

/** One side of an edge: nodes of `kind`, found in `column`, which see the other side in their field `field`. */
export interface EdgeEnd {
  kind: NodeKind;
  column: string;
  field: string;
  /** Whether a node of this kind has many nodes on the other side, or at most one. */
  many: boolean;
  /** What stands between their names in a sentence: `is part of`. */
  says: string;
}

/** An edge as seen from one of its ends. */
export interface Direction {
  /** The table with a row for each edge: a link table, or the table of the node that holds a foreign key. */
  table: string;
  near: EdgeEnd;
  far: EdgeEnd;
  /** Column with the far node's date, kept in the link so that "a node's latest" is one index range. */
  datedBy?: string;
  /** Column of the link with the near node's own date, for lists of near nodes that are filtered by a far one. */
  linkDatedBy?: string;
}

export interface EdgeDeclaration {
  table: string;
  ends: readonly [EdgeEnd, EdgeEnd];
  /** Column that carries a copy of the date of the first end's node. */
  datedBy?: string;
}

/** Declares an edge; gives it as seen from its first and from its second end. */
export function edge({ table, ends, datedBy }: EdgeDeclaration): [Direction, Direction] {
  const [first, second] = ends;
  return [
    { table, near: first, far: second, ...(datedBy && { linkDatedBy: datedBy }) },
    { table, near: second, far: first, ...(datedBy && { datedBy }) },
  ];
}
