/** Describes changes for a report, with the slugs of the nodes at the far ends of edges. */
import type { EntityManager } from 'typeorm';
import type { NodeKind } from '../../graph/node-id.js';
import { nouns } from '../../graph/nouns/declare.js';
import type { Edge, NodeChange, Outcome } from '../writer/index.js';

/** An edge by its field and the node at its far end. */
export interface DescribedEdge {
  field: string;
  to: string;
}

export interface DescribedChange {
  /** Line of the file. */
  line?: number;
  outcome: NodeChange['outcome'];
  node: { kind: NodeKind; key: string; id: string };
  /** Fields that have other values than before. */
  fields: string[];
  addedEdges: DescribedEdge[];
  removedEdges: DescribedEdge[];
  /** Whether the change closes an office. */
  isClosed?: true;
}

export async function describeChanges(
  manager: EntityManager,
  outcomes: readonly Outcome[],
): Promise<DescribedChange[]> {
  const changes = outcomes.flatMap(({ change, line }) => (change ? [{ ...change, line }] : []));
  const slugs = await slugsOfEnds(
    manager,
    changes.flatMap(({ addedEdges, removedEdges }) => [...addedEdges, ...removedEdges]),
  );
  const described = ({ field, kind, id }: Edge): DescribedEdge => ({ field, to: `${kind} ${slugs.get(id) ?? id}` });
  return changes.map(({ line, outcome, kind, key, id, fields, addedEdges, removedEdges, isClosed }) => ({
    ...(line !== undefined && { line }),
    outcome,
    node: { kind, key, id },
    fields,
    addedEdges: addedEdges.map(described),
    removedEdges: removedEdges.map(described),
    ...(isClosed && { isClosed }),
  }));
}

/** Edges with the slugs of the nodes at their far ends. */
export async function describeEdges(manager: EntityManager, edges: readonly Edge[]): Promise<DescribedEdge[]> {
  const slugs = await slugsOfEnds(manager, edges);
  return edges.map(({ field, kind, id }) => ({ field, to: `${kind} ${slugs.get(id) ?? id}` }));
}

async function slugsOfEnds(manager: EntityManager, edges: readonly Edge[]): Promise<ReadonlyMap<string, string>> {
  const slugs = new Map<string, string>();
  for (const { kind, entity } of nouns()) {
    const ids = [...new Set(edges.flatMap((edge) => (edge.kind === kind ? [edge.id] : [])))];
    if (ids.length === 0) continue;
    const { tableName } = manager.dataSource.getMetadata(entity);
    const rows = await manager.query<{ id: string; slug: string }[]>(
      `SELECT id, slug FROM ${tableName} WHERE id = ANY ($1::uuid[])`,
      [ids],
    );
    for (const { id, slug } of rows) slugs.set(id, slug);
  }
  return slugs;
}
