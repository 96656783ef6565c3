/**
 * Undoes a run: removes the nodes that it added, and restores those that it changed. Nodes that others have changed or
 * referenced since stay as they are, and are reported as conflicts.
 */
import { QueryFailedError, type EntityManager } from 'typeorm';
import { kindOfId, type NodeKind } from '../../graph/node-id.js';
import { columnName } from '../../graph/entity-columns.js';
import { nounOf, nouns } from '../../graph/nouns/declare.js';
import { emptyChange, noteEdges, type NodeChange } from '../writer/changes.js';
import { columnOf, imageOf, ownedTables, tableOf } from '../writer/journal.js';
import { takeWriterLock } from '../writer/writer-lock.js';
import { describeChanges, type DescribedChange } from './describe-changes.js';
import { RunError, runLocks } from './run.js';
import { planUndo } from './undo-plan.js';

/** The outcome of a node of the run. */
export type UndoReport = Omit<DescribedChange, 'outcome'> &
  ({ outcome: 'removed' | 'restored' } | { outcome: 'conflict'; reason: string });

/**
 * Undoes a run in a transaction, and yields the outcome of every node.
 * @throws RunError if there is no such run, or it cannot be undone; the caller must then roll back
 */
export async function* undoRun(manager: EntityManager, run: number): AsyncGenerator<UndoReport> {
  await takeWriterLock(manager);
  await requireUndoable(manager, run);
  await planUndo(manager, run);
  yield* reportsOf(manager);
  try {
    for (const { kind } of nouns()) await restore(manager, kind);
    for (const { kind } of [...nouns()].reverse()) await remove(manager, kind);
  } catch (error) {
    throw asConflict(error);
  }
  await manager.query(
    `DELETE FROM import_change AS c USING undone_node AS u
     WHERE c.run_id = $1 AND c.node_id = u.node_id AND u.conflict IS NULL`,
    [run],
  );
  // Confirmations by the run no longer count, and neither do those of removed nodes.
  await manager.query(
    `DELETE FROM import_confirmation AS c
     WHERE c.run_id = $1 OR c.node_id IN (SELECT node_id FROM undone_node WHERE conflict IS NULL AND is_new)`,
    [run],
  );
  await manager.query(
    `UPDATE import_run SET state = CASE WHEN EXISTS (SELECT FROM undone_node WHERE conflict IS NOT NULL)
       THEN 'PARTLY_UNDONE' ELSE 'UNDONE' END WHERE id = $1`,
    [run],
  );
}

/** A constraint that the plan does not foresee: a code that another country has now. */
function asConflict(error: unknown): unknown {
  const { code, detail } = (error instanceof QueryFailedError ? error.driverError : {}) as Record<string, string>;
  if (!code?.startsWith('23')) return error;
  return new RunError(`CONFLICT: ${(error as Error).message}: ${detail ?? ''} Nothing has been changed.`);
}

async function requireUndoable(manager: EntityManager, run: number): Promise<void> {
  const [found] = await manager.query<{ state: string; isOwn: boolean; isAlive: boolean }[]>(
    `SELECT state, paths = '{}' AS "isOwn", EXISTS (
         SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = $2 AND objid = id
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS "isAlive"
     FROM import_run WHERE id = $1`,
    [run, runLocks],
  );
  if (!found) throw new RunError(`There is no run ${run}.`);
  if (found.isOwn) throw new RunError(`Run ${run} loaded the seed data, which every start loads again.`);
  if (found.isAlive) throw new RunError(`Run ${run} is still running.`);
  if (found.state === 'UNDONE') throw new RunError(`Run ${run} has already been undone.`);
}

async function restore(manager: EntityManager, kind: NodeKind): Promise<void> {
  const table = tableOf(manager, kind);
  const columns = manager.dataSource
    .getMetadata(nounOf(kind).entity)
    .columns.map(({ databaseName }) => databaseName)
    .filter((name) => name !== 'id');
  // Columns added after the image was taken keep their values.
  await manager.query(
    `UPDATE ${table} AS n SET (${columns.join(', ')}) = (SELECT ${columns.map((name) => `r.${name}`).join(', ')}
       FROM jsonb_populate_record(n, u.before -> 'row') AS r)
     FROM undone_node AS u WHERE n.id = u.node_id AND u.conflict IS NULL AND NOT u.is_new`,
  );
  for (const { table: owned, owner } of ownedTables(manager, kind)) {
    await manager.query(
      `DELETE FROM ${owned} AS o USING undone_node AS u
       WHERE o.${owner} = u.node_id AND u.conflict IS NULL AND NOT u.is_new`,
    );
    await manager.query(
      `INSERT INTO ${owned} SELECT r.* FROM undone_node AS u, jsonb_populate_recordset(NULL::${owned}, u.before -> '${owned}') AS r
       WHERE u.kind = $1 AND u.conflict IS NULL AND NOT u.is_new`,
      [kind],
    );
  }
}

async function remove(manager: EntityManager, kind: NodeKind): Promise<void> {
  for (const { table, owner } of ownedTables(manager, kind)) {
    await manager.query(
      `DELETE FROM ${table} AS o USING undone_node AS u WHERE o.${owner} = u.node_id AND u.conflict IS NULL AND u.is_new`,
    );
  }
  await manager.query(
    `DELETE FROM ${tableOf(manager, kind)} AS n USING undone_node AS u
     WHERE n.id = u.node_id AND u.conflict IS NULL AND u.is_new`,
  );
}

const batch = 500;

interface Planned {
  id: string;
  isNew: boolean;
  conflict: string | null;
  before: Image | null;
}

/** A node in the journal: its row, and its dependent rows by table. */
interface Image {
  row: Record<string, unknown>;
  [table: string]: unknown;
}

async function* reportsOf(manager: EntityManager): AsyncGenerator<UndoReport> {
  for (const { kind } of nouns()) {
    for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
      const planned = await manager.query<Planned[]>(
        `SELECT node_id AS id, is_new AS "isNew", conflict, before FROM undone_node
         WHERE kind = $1 AND node_id > $2 ORDER BY node_id LIMIT ${batch}`,
        [kind, last],
      );
      if (planned.length === 0) break;
      last = planned.at(-1)!.id;
      yield* await reportsOfSome(manager, kind, planned);
    }
  }
}

async function reportsOfSome(
  manager: EntityManager,
  kind: NodeKind,
  planned: readonly Planned[],
): Promise<UndoReport[]> {
  const rows = await manager.query<{ id: string; now: Image }[]>(
    `SELECT n.id, ${imageOf(manager, kind)} AS now FROM ${tableOf(manager, kind)} AS n WHERE n.id = ANY ($1::uuid[])`,
    [planned.map(({ id }) => id)],
  );
  const now = new Map(rows.map((row) => [row.id, row.now]));
  const changes = planned.map(({ id, before, conflict }) =>
    changeOf(manager, id, now.get(id)!, conflict ? null : before),
  );
  const described = await describeChanges(
    manager,
    changes.map((change) => ({ id: change.id, change })),
  );
  return described.map((change, i) => {
    const { conflict, isNew } = planned[i]!;
    if (conflict !== null) return { ...change, outcome: 'conflict', reason: conflict };
    return { ...change, outcome: isNew ? 'removed' : 'restored' };
  });
}

/** The change that restores a node. */
function changeOf(manager: EntityManager, id: string, now: Image, before: Image | null): NodeChange {
  const noun = nounOf(kindOfId(id)!);
  const change = emptyChange(noun.kind, id, String(now.row[columnName(noun.key)]), 'changed');
  if (!before) return change;
  const metadata = manager.dataSource.getMetadata(noun.entity);
  const singles = Object.entries(noun.single);
  for (const { databaseName, propertyName } of metadata.columns) {
    const single = singles.find(([, { property }]) => property === propertyName);
    const [from, to] = [now, before].map(({ row }) => row[databaseName]);
    if (single) noteEdges(change, single[0], single[1].to, idsOf(from), idsOf(to));
    else if (JSON.stringify(from) !== JSON.stringify(to) && !copies.has(propertyName)) change.fields.push(propertyName);
  }
  for (const [field, { entity, far, to }] of Object.entries({ ...noun.lists, ...noun.foundLists })) {
    if (field === 'countryMentions') continue;
    const links = manager.dataSource.getMetadata(entity);
    const [from, until] = [now, before].map((image) =>
      [...(image[links.tableName] as Record<string, unknown>[])]
        .sort((a, b) => Number(a['position']) - Number(b['position']))
        .map((link) => String(link[columnOf(links, far)])),
    );
    noteEdges(change, field, to, from!, until!);
  }
  return change;
}

/** Copies of links in the row of a news item: reported as edges. */
const copies = new Set(['officeIds', 'fieldOfWorkIds', 'countryIds']);

const idsOf = (value: unknown) => (typeof value === 'string' ? [value] : []);
