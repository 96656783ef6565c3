/** Decides what can be undone of a run, in a temporary table of the transaction. */
import type { EntityManager } from 'typeorm';
import { columnName } from '../../graph/entity-columns.js';
import { nouns, type NodeKind } from '../../graph/nouns/declare.js';
import { columnOf, tableOf } from '../writer/journal.js';

/** A reference between nodes: a column, or a link table. */
interface Reference {
  from: NodeKind;
  to: NodeKind;
  table: string;
  /** Column of the referring node. */
  owner: string;
  /** Column of the referenced node. */
  far: string;
  /** The ids that an image in the journal (`u.before`) holds of it. */
  inImage: string;
}

/** Fills `undone_node`: every node of the run, its previous state, and the conflict that prevents its undo. */
export async function planUndo(manager: EntityManager, run: number): Promise<void> {
  const kinds = nouns().map(({ kind, idPrefix }) => `WHEN '${idPrefix}' THEN '${kind}'`);
  await manager.query(`
    DROP TABLE IF EXISTS pg_temp.undone_node;
    CREATE TEMPORARY TABLE undone_node (
      node_id uuid PRIMARY KEY, kind text NOT NULL, seq bigint NOT NULL, is_new boolean NOT NULL, before jsonb, conflict text
    ) ON COMMIT DROP`);
  await manager.query(
    `INSERT INTO undone_node
     SELECT DISTINCT ON (node_id) node_id, CASE left(node_id::text, 2) ${kinds.join(' ')} END, seq, before IS NULL, before
     FROM import_change WHERE run_id = $1 ORDER BY node_id, seq`,
    [run],
  );
  await manager.query('ANALYZE pg_temp.undone_node');
  await keepWhatChangedSince(manager, run);
  await keepWhatWasConfirmedSince(manager, run);
  const references = referencesOf(manager);
  for (const reference of references) await keepWhatNamesTheMissing(manager, reference);
  await keepWhatLostItsSlug(manager);
  // A node with a conflict also keeps those that it refers to, transitively.
  for (let kept = 1; kept > 0;) {
    kept = 0;
    for (const reference of references) kept += await keepWhatIsNamed(manager, reference);
  }
}

async function keepWhatChangedSince(manager: EntityManager, run: number): Promise<void> {
  await manager.query(
    `UPDATE undone_node AS u SET conflict = format('run %s changed it since', later.run)
     FROM (
       SELECT c.node_id, min(c.run_id) AS run FROM undone_node AS u JOIN import_change AS c USING (node_id)
       WHERE c.seq > u.seq AND c.run_id <> $1 GROUP BY c.node_id
     ) AS later WHERE later.node_id = u.node_id`,
    [run],
  );
}

/** If it were removed, the later run would have to be repeated. */
async function keepWhatWasConfirmedSince(manager: EntityManager, run: number): Promise<void> {
  await manager.query(
    `UPDATE undone_node AS u SET conflict = format('run %s confirmed it since', later.run)
     FROM (
       SELECT c.node_id, min(c.run_id) AS run FROM undone_node AS u JOIN import_confirmation AS c USING (node_id)
       WHERE c.run_id > $1 GROUP BY c.node_id
     ) AS later WHERE later.node_id = u.node_id AND u.conflict IS NULL`,
    [run],
  );
}

async function keepWhatNamesTheMissing(manager: EntityManager, { from, to, inImage }: Reference): Promise<void> {
  await manager.query(
    `UPDATE undone_node AS u SET conflict = 'what it was before leads to a node (${to}) that is no longer there'
     WHERE kind = $1 AND conflict IS NULL AND NOT is_new
       AND EXISTS (SELECT FROM ${inImage} AS named (id)
         WHERE named.id IS NOT NULL AND NOT EXISTS (SELECT FROM ${tableOf(manager, to)} AS t WHERE t.id = named.id))`,
    [from],
  );
}

async function keepWhatLostItsSlug(manager: EntityManager): Promise<void> {
  for (const { kind, key } of nouns()) {
    const column = columnName(key);
    await manager.query(
      `UPDATE undone_node AS u SET conflict = 'the slug that it had before is now that of another'
       FROM ${tableOf(manager, kind)} AS t
       WHERE u.kind = $1 AND u.conflict IS NULL AND NOT u.is_new
         AND t.${column}::text = u.before -> 'row' ->> '${column}' AND t.id <> u.node_id`,
      [kind],
    );
  }
}

/** @returns the number of nodes with a new conflict */
async function keepWhatIsNamed(manager: EntityManager, { to, table, owner, far, inImage }: Reference): Promise<number> {
  const removed = `u.kind = $1 AND u.is_new AND u.conflict IS NULL`;
  const rows = await manager.query<{ count: number }[]>(
    `WITH named AS (
       SELECT l.${far} AS id FROM undone_node AS u JOIN ${table} AS l ON l.${far} = u.node_id
       WHERE ${removed} AND NOT EXISTS (SELECT FROM undone_node AS o WHERE o.node_id = l.${owner} AND o.conflict IS NULL)
       UNION
       SELECT named.id FROM undone_node AS u, LATERAL ${inImage} AS named (id)
       WHERE NOT u.is_new AND u.conflict IS NULL
     ), kept AS (
       UPDATE undone_node AS u SET conflict = 'something that this run did not bring names it'
       FROM named WHERE named.id = u.node_id AND ${removed} RETURNING u.node_id
     ) SELECT count(*)::int AS count FROM kept`,
    [to],
  );
  return rows[0]!.count;
}

function referencesOf(manager: EntityManager): Reference[] {
  const { dataSource } = manager;
  return nouns().flatMap(({ kind: from, entity, single, lists, foundLists }) => [
    ...Object.values(single).map(({ property, to }): Reference => {
      const far = columnOf(dataSource.getMetadata(entity), property);
      const inImage = `(SELECT (u.before -> 'row' ->> '${far}')::uuid)`;
      return { from, to, table: tableOf(manager, from), owner: 'id', far, inImage };
    }),
    ...Object.values({ ...lists, ...foundLists }).map(({ entity: link, owner, far: property, to }): Reference => {
      const metadata = dataSource.getMetadata(link);
      const table = metadata.tableName;
      const far = columnOf(metadata, property);
      const inImage = `(SELECT (one ->> '${far}')::uuid FROM jsonb_array_elements(u.before -> '${table}') AS one)`;
      return { from, to, table, owner: columnOf(metadata, owner), far, inImage };
    }),
  ]);
}
