/**
 * Brings nodes and the links that hang on them to a wanted state, and touches nothing that is in it already: the same
 * content twice changes nothing. For the nouns of which there are some hundreds; news have their own way.
 */
import { isDeepStrictEqual } from 'node:util';
import { In, type EntityManager, type ObjectLiteral } from 'typeorm';
import { nounOf, type ListEdge, type NodeKind, type Row } from '../../graph/nouns/declare.js';
import { noteEdges, type ChangeLog } from './changes.js';
import { recordChanges, type Origin } from './journal.js';

/** Values that one statement binds at most; PostgreSQL's protocol ends at 65,535. */
const boundValues = 30_000;

/** What is wanted of nodes of one kind: their rows, and the rows of their links by field of the record. */
export interface Wanted {
  kind: NodeKind;
  rows: readonly Row[];
  links?: Readonly<Record<string, readonly ObjectLiteral[]>>;
}

/** Writes nodes by id: new ones are added, those that differ are changed, and of their links exactly the wanted stay. */
export async function syncNodes(
  manager: EntityManager,
  { kind, rows, links = {} }: Wanted,
  log: ChangeLog,
  lines: ReadonlyMap<string, number>,
  origin: Origin | undefined,
): Promise<void> {
  if (rows.length === 0) return;
  const noun = nounOf(kind);
  const keyOf = (row: Row) => String(row[noun.key]);
  const ids = rows.map(({ id }) => id);
  const stored = new Map((await manager.findBy<Row>(noun.entity, { id: In(ids) })).map((row) => [row.id, row]));
  const differing = rows.filter((row) => noteRow(kind, stored.get(row.id), row, log));
  const plans: LinkPlan[] = [];
  for (const [field, wanted] of Object.entries(links)) {
    const edge = noun.lists[field]!;
    const plan = await planLinks(manager, edge, ids, wanted);
    plans.push(plan);
    for (const row of rows) {
      const [before, after] = [plan.stored, wanted].map((all) => farIds(all, edge, row.id)) as [string[], string[]];
      if (isDeepStrictEqual(before, after)) continue;
      noteEdges(log.of(kind, row.id, keyOf(row)), field, edge.to, before, after);
    }
  }
  if (origin) {
    const written = ids.filter((id) => log.get(id));
    const entries = written.map((id) => ({ id, line: lines.get(id), isNew: !stored.has(id) }));
    await recordChanges(manager, kind, entries, origin);
  }
  for (const some of chunksOf(differing)) await manager.upsert(noun.entity, some, ['id']);
  for (const { edge, surplus, differing: wanted } of plans) {
    if (surplus.length > 0) await manager.remove(surplus);
    for (const some of chunksOf(wanted)) await manager.upsert(edge.entity, some, [edge.owner, edge.far]);
  }
}

/** Tells how a row differs from that which is there. @returns whether it does */
function noteRow(kind: NodeKind, before: Row | undefined, after: Row, log: ChangeLog): boolean {
  if (before && isDeepStrictEqual({ ...before }, { ...after })) return false;
  const { single, key } = nounOf(kind);
  const change = log.of(kind, after.id, String(after[key]), before ? 'changed' : 'added');
  for (const [field, { property, to }] of Object.entries(single)) {
    const [from, until] = [before?.[property], after[property]].map((id) => (id ? [id as string] : []));
    noteEdges(change, field, to, from!, until!);
  }
  const named = new Set(Object.values(single).map(({ property }) => property));
  if (before) {
    const others = Object.keys(after).filter((property) => !named.has(property));
    change.fields.push(...others.filter((property) => !isDeepStrictEqual(before[property], after[property])));
    if (after['status'] === 'CLOSED' && before['status'] !== 'CLOSED') change.isClosed = true;
  }
  return true;
}

interface LinkPlan {
  edge: ListEdge;
  stored: ObjectLiteral[];
  surplus: ObjectLiteral[];
  differing: ObjectLiteral[];
}

async function planLinks(
  manager: EntityManager,
  edge: ListEdge,
  owners: readonly string[],
  wanted: readonly ObjectLiteral[],
): Promise<LinkPlan> {
  const stored = await manager.find<ObjectLiteral>(edge.entity, {
    where: { [edge.owner]: In([...owners]) },
    order: { position: 'ASC' },
  });
  const keyOfLink = (row: ObjectLiteral) => `${row[edge.owner]} ${row[edge.far]}`;
  const before = new Map(stored.map((row) => [keyOfLink(row), row]));
  const kept = new Set(wanted.map(keyOfLink));
  return {
    edge,
    stored,
    surplus: stored.filter((row) => !kept.has(keyOfLink(row))),
    differing: wanted.filter((row) => !isDeepStrictEqual({ ...before.get(keyOfLink(row)) }, { ...row })),
  };
}

const farIds = (links: readonly ObjectLiteral[], { owner, far }: ListEdge, id: string) =>
  links.filter((link) => link[owner] === id).map((link) => link[far] as string);

function* chunksOf<Some extends object>(rows: readonly Some[]): Generator<Some[]> {
  const size = Math.max(1, Math.floor(boundValues / Object.keys(rows[0] ?? { id: '' }).length));
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
