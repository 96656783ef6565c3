/**
 * Brings rows to a wanted state and touches nothing that is in it already: the same content twice changes nothing.
 */
import { isDeepStrictEqual } from 'node:util';
import { In, type EntityManager, type ObjectLiteral, type ObjectType } from 'typeorm';

/** What became of the nodes of one writing, by id. */
export interface Changes {
  added: Set<string>;
  changed: Set<string>;
}

export const noChanges = (): Changes => ({ added: new Set(), changed: new Set() });

/** Values that one statement binds at most; PostgreSQL's protocol ends at 65,535. */
const boundValues = 30_000;

/** Writes nodes by id: new ones are added, those that differ are changed. */
export async function syncNodes<Row extends { id: string }>(
  manager: EntityManager,
  entity: ObjectType<Row>,
  wanted: readonly Row[],
  changes: Changes,
): Promise<void> {
  const stored = new Map(
    (await manager.findBy(entity as ObjectType<ObjectLiteral>, { id: In(wanted.map(({ id }) => id)) })).map((row) => [
      row['id'] as string,
      row,
    ]),
  );
  const differing = wanted.filter((row) => {
    const before = stored.get(row.id);
    if (!before) changes.added.add(row.id);
    else if (isDeepStrictEqual({ ...before }, { ...row })) return false;
    else changes.changed.add(row.id);
    return true;
  });
  for (const rows of chunksOf(differing)) await manager.upsert(entity as ObjectType<ObjectLiteral>, rows, ['id']);
}

/**
 * Writes what hangs on nodes (links, mentions): for each owner exactly the wanted rows stay.
 * @param ownerOf the column of the owner
 * @param keys the columns that tell the rows of one owner apart
 */
export async function syncOwned<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: ObjectType<Row>,
  ownerOf: keyof Row & string,
  keys: readonly (keyof Row & string)[],
  owners: readonly string[],
  wanted: readonly Row[],
  changes: Changes,
): Promise<void> {
  const keyOf = (row: ObjectLiteral) => [ownerOf, ...keys].map((key) => String(row[key])).join(' ');
  const stored = new Map(
    (await manager.findBy(entity as ObjectType<ObjectLiteral>, { [ownerOf]: In([...owners]) })).map((row) => [
      keyOf(row),
      row,
    ]),
  );
  const kept = new Set(wanted.map(keyOf));
  const surplus = [...stored.values()].filter((row) => !kept.has(keyOf(row)));
  const differing = wanted.filter((row) => !isDeepStrictEqual({ ...stored.get(keyOf(row)) }, { ...row }));
  for (const row of [...surplus, ...differing]) {
    const owner = row[ownerOf] as string;
    if (!changes.added.has(owner)) changes.changed.add(owner);
  }
  if (surplus.length > 0) await manager.remove(surplus);
  for (const rows of chunksOf(differing)) {
    await manager.upsert(entity as ObjectType<ObjectLiteral>, rows, [ownerOf, ...keys]);
  }
}

function* chunksOf<Row extends object>(rows: readonly Row[]): Generator<Row[]> {
  const size = Math.max(1, Math.floor(boundValues / Object.keys(rows[0] ?? { id: '' }).length));
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
