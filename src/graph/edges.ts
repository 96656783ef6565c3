/**
 * The edges of the graph. One declaration names the table of an edge and defines both directions. Filters and connections
 * are compiled from it.
 */
import type { NodeKind } from './node-id.js';

/** One end of an edge: nodes of `kind`, referenced by `column`; their field `field` leads to the other end. */
export interface EdgeEnd {
  kind: NodeKind;
  column: string;
  field: string;
  /** Whether a node of this kind has many nodes at the other end, or at most one. */
  many: boolean;
  /** The verb phrase between their names in a sentence: `is part of`. */
  says: string;
}

/** An edge as seen from one of its ends. */
export interface Direction {
  /** The table with a row for each edge: a link table, or the table of the node that holds a foreign key. */
  table: string;
  near: EdgeEnd;
  far: EdgeEnd;
  /** Link column with a copy of the far node's date, so that a node's latest are one index range. */
  datedBy?: string;
  /** Link column with a copy of the near node's date, for lists of near nodes filtered by far ones. */
  linkDatedBy?: string;
}

export interface EdgeDeclaration {
  table: string;
  ends: readonly [EdgeEnd, EdgeEnd];
  /** Column with a copy of the date of the first end's node. */
  datedBy?: string;
}

/** Declares an edge. Returns its directions, from the first and from the second end. */
export function edge({ table, ends, datedBy }: EdgeDeclaration): [Direction, Direction] {
  const [first, second] = ends;
  return [
    { table, near: first, far: second, ...(datedBy && { linkDatedBy: datedBy }) },
    { table, near: second, far: first, ...(datedBy && { datedBy }) },
  ];
}
