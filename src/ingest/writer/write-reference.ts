/** Writes the records of all nouns but news, as the nouns declare them. */
import type { EntityManager } from 'typeorm';
import { emptyRow } from '../../graph/entity-columns.js';
import { maximalReferenceNodes } from '../../graph/nouns/bounds.js';
import { nodeId, type NodeKind } from '../../graph/node-id.js';
import { nouns, type Noun, type Row } from '../../graph/nouns/declare.js';
import type { ContentRecord, NewsItemRecord } from '../record.js';
import { ChangeLog, type Outcome } from './changes.js';
import type { Directory } from './directory.js';
import type { Origin } from './journal.js';
import { nounOfRecord, valueOf } from './references.js';
import { syncNodes } from './sync.js';

type ReferenceRecord = Exclude<ContentRecord, NewsItemRecord>;

export interface ReferenceEntry {
  record: ReferenceRecord;
  /** Line of the file. */
  line?: number;
}

/**
 * Writes records, each of another node, in the order in which they can refer to each other.
 * @returns what became of each
 * @throws UnknownSlugError, TooManyNodesError
 */
export async function writeReference(
  manager: EntityManager,
  entries: readonly ReferenceEntry[],
  directory: Directory,
  origin: Origin | undefined,
): Promise<Outcome[]> {
  const log = new ChangeLog();
  const ids = new Map<ReferenceRecord, string>();
  const lines = new Map<string, number>();
  for (const noun of nouns()) {
    const own = entries.filter(({ record }) => nounOfRecord(record) === noun);
    if (own.length === 0) continue;
    const records = own.map(({ record }) => record);
    for (const { record, line } of own) {
      const id = idOf(noun, record, directory);
      ids.set(record, id);
      lines.set(id, line!);
    }
    const rows = await placed(
      manager,
      noun,
      records,
      records.map((record) => plainRow(noun, record, ids.get(record)!)),
    );
    // Nodes of one kind may name each other: all must be known before the first reference is followed.
    if (noun.isNameable) for (const row of rows) directory.add(noun.kind, row as Row & Parameters<Directory['add']>[1]);
    rows.forEach((row, i) => Object.assign(row, namedIds(noun, records[i]!, directory)));
    const wanted = { kind: noun.kind, rows: namersLast(noun, rows), links: linksOf(noun, records, rows, directory) };
    await syncNodes(manager, wanted, log, lines, origin);
    if (noun.isReference) await checkNumber(manager, noun);
  }
  return entries.map(({ record }) => {
    const id = ids.get(record)!;
    const change = log.get(id);
    return { id, ...(change && { change }) };
  });
}

function idOf({ kind, key, isNameable }: Noun, record: ReferenceRecord, directory: Directory): string {
  const natural = String(valueOf(record, key));
  if (!isNameable) return nodeId(kind, natural);
  const former = valueOf(record, 'formerSlugs') as string[] | undefined;
  return directory.identify(kind, natural, former, valueOf(record, 'id') as string | undefined);
}

/** A kind that every server keeps in memory has reached its bound. */
export class TooManyNodesError extends Error {
  constructor(kind: NodeKind) {
    super(`There can be at most ${maximalReferenceNodes} nodes of the kind ${kind}.`);
  }
}

/** Lists of these nodes have no pages: their number bounds them. */
async function checkNumber(manager: EntityManager, { kind, entity }: Noun): Promise<void> {
  if ((await manager.count(entity)) > maximalReferenceNodes) throw new TooManyNodesError(kind);
}

/** The row of a record, without its place and the nodes that it names. */
function plainRow({ entity, record: fields }: Noun, record: ReferenceRecord, id: string): Row {
  const row: Row = { ...emptyRow(entity), id };
  if ('type' in row) row['type'] = record.type;
  for (const [field, { names }] of Object.entries(fields)) {
    const value = valueOf(record, field);
    if (!names && value !== undefined) row[field] = value;
  }
  return row;
}

/** Rows in their places: the one that a record names, else the one that the node has, else after all others. */
async function placed(
  manager: EntityManager,
  { entity, record }: Noun,
  records: readonly ReferenceRecord[],
  rows: readonly Row[],
): Promise<readonly Row[]> {
  if (!('position' in record)) return rows;
  const stored = await manager.find<Row>(entity as never, { select: { id: true, position: true } });
  const places = new Map(stored.map(({ id, position }) => [id, position as number]));
  const named = records.map((one) => valueOf(one, 'position') as number | undefined);
  let last = Math.max(-1, ...places.values(), ...named.map((place = -1) => place));
  return rows.map((row, i) => ({ ...row, position: named[i] ?? places.get(row.id) ?? (last += 1) }));
}

const namedIds = ({ single }: Noun, record: ReferenceRecord, directory: Directory) =>
  Object.fromEntries(
    Object.entries(single).flatMap(([field, { property, to }]) => {
      const slug = valueOf(record, field) as string | undefined;
      return slug === undefined ? [] : [[property, directory.require(to, slug)]];
    }),
  );

/** What names a node of its own kind comes after those that do not. */
function namersLast({ kind, single }: Noun, rows: readonly Row[]): Row[] {
  const own = Object.values(single).flatMap(({ property, to }) => (to === kind ? [property] : []));
  const names = (row: Row) => Number(own.some((property) => row[property] !== null));
  return [...rows].sort((a, b) => names(a) - names(b));
}

const linksOf = ({ lists }: Noun, records: readonly ReferenceRecord[], rows: readonly Row[], directory: Directory) =>
  Object.fromEntries(
    Object.entries(lists).map(([field, { owner, far, to }]) => [
      field,
      rows.flatMap(({ id }, i) =>
        ((valueOf(records[i]!, field) ?? []) as string[]).map((slug, position) => ({
          [owner]: id,
          [far]: directory.require(to, slug),
          position,
        })),
      ),
    ]),
  );
