/** What a writing does to nodes and edges, in words that a report can show. */
import type { NodeKind } from '../../graph/node-id.js';

/** An edge of a node by the field that leads along it, and the node at its far end. */
export interface Edge {
  field: string;
  kind: NodeKind;
  /** Id of the node at the far end. */
  id: string;
}

/** What became of one node. */
export interface NodeChange {
  outcome: 'added' | 'changed';
  kind: NodeKind;
  id: string;
  /** Its slug; of a chairpersonship the year. */
  key: string;
  /** Fields whose values are others than before; none for an added node. */
  fields: string[];
  addedEdges: Edge[];
  removedEdges: Edge[];
  /** Whether it is an office that is closed by this. */
  isClosed?: true;
}

/** What became of a record: what it changed, or nothing. */
export interface Outcome {
  /** The node that it is of, which may be known under another slug. */
  id: string;
  change?: NodeChange;
  /** Line of the file. */
  line?: number;
}

/** What became of the nodes of one writing, by id. */
export interface Changes {
  added: Set<string>;
  changed: Set<string>;
}

/** The nodes of outcomes. One that was added and then completed is an added one. */
export function changesOf(outcomes: readonly Outcome[]): Changes {
  const changes: Changes = { added: new Set(), changed: new Set() };
  for (const { id, change } of outcomes) {
    if (change?.outcome === 'added') changes.added.add(id);
    else if (change && !changes.added.has(id)) changes.changed.add(id);
  }
  return changes;
}

/** Gathers what is done to nodes while they are written part by part. */
export class ChangeLog {
  private readonly byId = new Map<string, NodeChange>();

  /** The change of a node, begun if there is none yet. */
  of(kind: NodeKind, id: string, key: string, outcome: NodeChange['outcome'] = 'changed'): NodeChange {
    let change = this.byId.get(id);
    if (!change) this.byId.set(id, (change = emptyChange(kind, id, key, outcome)));
    return change;
  }

  get(id: string): NodeChange | undefined {
    return this.byId.get(id);
  }

  all(): NodeChange[] {
    return [...this.byId.values()];
  }
}

export const emptyChange = (kind: NodeKind, id: string, key: string, outcome: NodeChange['outcome']): NodeChange => ({
  outcome,
  kind,
  id,
  key,
  fields: [],
  addedEdges: [],
  removedEdges: [],
});

/** Tells how the nodes at the far ends differ. A new order of the same nodes is a change of the field. */
export function noteEdges(
  change: NodeChange,
  field: string,
  kind: NodeKind,
  before: readonly string[],
  after: readonly string[],
): void {
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  for (const id of added) change.addedEdges.push({ field, kind, id });
  for (const id of removed) change.removedEdges.push({ field, kind, id });
  if (added.length + removed.length === 0 && before.some((id, i) => after[i] !== id)) change.fields.push(field);
}
