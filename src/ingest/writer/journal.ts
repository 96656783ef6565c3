/**
 * The journal of imports: which run wrote which node, from which line of which file, and what the node was before. It is
 * what an undo reads, and where every item and edge has its origin.
 */
import type { EntityManager, EntityMetadata } from 'typeorm';
import { nounOf, type NodeKind } from '../../graph/nouns/declare.js';

/** Whose writing it is: ids of the ledger. */
export interface Origin {
  run: number;
  file: number;
}

interface Written {
  id: string;
  line: number | undefined;
  isNew: boolean;
}

/** A table that hangs on a node, and its column of the node. */
export interface OwnedTable {
  table: string;
  owner: string;
}

export const columnOf = (metadata: EntityMetadata, property: string) =>
  metadata.findColumnWithPropertyName(property)!.databaseName;

/** The tables of links and evidence that hang on nodes of a kind. */
export function ownedTables({ dataSource }: EntityManager, kind: NodeKind): OwnedTable[] {
  const { lists, foundLists } = nounOf(kind);
  return [...Object.values(lists), ...Object.values(foundLists)].map(({ entity, owner }) => {
    const metadata = dataSource.getMetadata(entity);
    return { table: metadata.tableName, owner: columnOf(metadata, owner) };
  });
}

export const tableOf = ({ dataSource }: EntityManager, kind: NodeKind) =>
  dataSource.getMetadata(nounOf(kind).entity).tableName;

/** A node with all that hangs on it, as JSON: an expression on the row `n`. */
export function imageOf(manager: EntityManager, kind: NodeKind): string {
  const owned = ownedTables(manager, kind).map(
    ({ table, owner }) =>
      `'${table}', (SELECT coalesce(jsonb_agg(to_jsonb(o)), '[]') FROM ${table} AS o WHERE o.${owner} = n.id)`,
  );
  return `jsonb_build_object('row', to_jsonb(n)${owned.map((one) => `, ${one}`).join('')})`;
}

/** Notes nodes in the journal. To be called before they are written, so that it sees them as they were. */
export async function recordChanges(
  manager: EntityManager,
  kind: NodeKind,
  written: readonly Written[],
  { run, file }: Origin,
): Promise<void> {
  const insert = 'INSERT INTO import_change (node_id, run_id, file_id, line, before)';
  const nodes = 'unnest($3::uuid[], $4::integer[]) AS w (id, line)';
  const note = async (select: string, some: readonly Written[]) => {
    if (some.length === 0) return;
    const parameters = [run, file, some.map(({ id }) => id), some.map(({ line }) => line ?? null)];
    await manager.query(`${insert} ${select}`, parameters);
  };
  await note(
    `SELECT w.id, $1::integer, $2::integer, w.line, NULL FROM ${nodes}`,
    written.filter(({ isNew }) => isNew),
  );
  await note(
    `SELECT w.id, $1::integer, $2::integer, w.line, ${imageOf(manager, kind)}
     FROM ${nodes} JOIN ${tableOf(manager, kind)} AS n ON n.id = w.id`,
    written.filter(({ isNew }) => !isNew),
  );
}

/** Notes which nodes of earlier runs this one has found as it would have written them. */
export async function recordConfirmations(
  manager: EntityManager,
  outcomes: readonly { id: string; change?: unknown }[],
  { run }: Origin,
): Promise<void> {
  const ids = outcomes.filter(({ change }) => !change).map(({ id }) => id);
  if (ids.length === 0) return;
  await manager.query(
    `INSERT INTO import_confirmation (node_id, run_id)
     SELECT DISTINCT s.id, $2::integer FROM unnest($1::uuid[]) AS s (id)
     WHERE EXISTS (SELECT FROM import_change AS c WHERE c.node_id = s.id AND c.run_id < $2::integer)
     ON CONFLICT DO NOTHING`,
    [ids, run],
  );
}
