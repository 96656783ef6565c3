/**
 * The graph as records: what the import of JSON Lines reads back. Nodes come after those that they name. What follows
 * from the records is left out: the countries of news and the evidence for them are found again when they are read.
 */
import { In, MoreThan, type EntityManager, type ObjectLiteral } from 'typeorm';
import { nodeId } from '../../graph/node-id.js';
import { nouns, type Noun, type Row } from '../../graph/nouns/declare.js';
import type { ContentRecord } from '../record.js';
import { Slugs } from './slugs.js';

const batch = 500;

/**
 * Yields the records of the given types, or of all, in an order that depends only on the graph. Run it in a transaction
 * with one snapshot.
 */
export async function* exportRecords(
  manager: EntityManager,
  types?: readonly ContentRecord['type'][],
): AsyncGenerator<ContentRecord> {
  const slugs = await Slugs.open(manager);
  for (const noun of nouns()) {
    const wanted = noun.types.filter((type) => !types || (types as readonly string[]).includes(type));
    if (wanted.length === 0) continue;
    for await (const rows of namesItself(noun) ? inOneGo(manager, noun) : inBatches(manager, noun)) {
      const linked = await linksOf(manager, noun, rows);
      for (const row of rows) {
        const record = recordOf(noun, row, linked, slugs);
        if (wanted.includes(record.type)) yield record;
      }
    }
  }
}

async function* inBatches(manager: EntityManager, { entity }: Noun): AsyncGenerator<Row[]> {
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await manager.find<Row>(entity, { where: { id: MoreThan(last) }, order: { id: 'ASC' }, take: batch });
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)!.id;
  }
}

const namesItself = ({ kind, single, lists }: Noun) =>
  Object.values({ ...single, ...lists }).some(({ to }) => to === kind);

/** Nodes that refer to each other, such as offices, come after those that they refer to. There are a few dozen. */
async function* inOneGo(manager: EntityManager, noun: Noun): AsyncGenerator<Row[]> {
  const all = await manager.find<Row>(noun.entity as never, { order: { id: 'ASC' } as never });
  const rows = new Map(all.map((row) => [row.id, row]));
  const links = await linksOf(manager, noun, all);
  const { kind, single, lists } = noun;
  const properties = Object.values(single).flatMap(({ property, to }) => (to === kind ? [property] : []));
  const fields = Object.entries(lists).flatMap(([field, { to }]) => (to === kind ? [field] : []));
  const sorted = new Map<string, Row>();
  const begun = new Set<string>();
  const place = (id: string): void => {
    if (begun.has(id)) return;
    begun.add(id);
    const row = rows.get(id)!;
    const named = properties.flatMap((property) => (row[property] as string | null) ?? []);
    for (const other of [...named, ...fields.flatMap((field) => links.get(field)!.get(id) ?? [])]) place(other);
    sorted.set(id, row);
  };
  for (const id of rows.keys()) place(id);
  yield [...sorted.values()];
}

/** By field, the ids of the nodes named by each node. */
type Links = ReadonlyMap<string, ReadonlyMap<string, string[]>>;

async function linksOf(manager: EntityManager, { lists }: Noun, rows: readonly Row[]): Promise<Links> {
  const result = new Map<string, Map<string, string[]>>();
  for (const [field, { entity, owner, far }] of Object.entries(lists)) {
    const links = await manager.find<ObjectLiteral>(entity, {
      where: { [owner]: In(rows.map(({ id }) => id)) },
      order: { [owner]: 'ASC', position: 'ASC' },
    });
    const byOwner = new Map<string, string[]>();
    for (const link of links) {
      const ids = byOwner.get(link[owner] as string);
      if (ids) ids.push(link[far] as string);
      else byOwner.set(link[owner] as string, [link[far] as string]);
    }
    result.set(field, byOwner);
  }
  return result;
}

/** Returns the record of a node: the fields that its noun declares, references last. */
function recordOf({ kind, key, types, record, single, lists }: Noun, row: Row, links: Links, slugs: Slugs) {
  const fields = Object.entries(record);
  const entries: [string, unknown][] = [
    ['type', row['type'] ?? types[0]],
    // Most ids follow from the slug; a node that has changed its slug keeps the id of the first.
    ['id', row.id === nodeId(kind, String(row[key])) ? undefined : row.id],
    ...fields.filter(([, { names }]) => !names).map(([field]): [string, unknown] => [field, row[field]]),
    ...Object.entries(single).map(([field, { property }]): [string, unknown] => [
      field,
      slugs.of(row[property] as string | null),
    ]),
    ...Object.keys(lists).map((field): [string, unknown] => [
      field,
      (links.get(field)!.get(row.id) ?? []).map((id) => slugs.of(id)),
    ]),
  ];
  // A required list is present even if it is empty.
  const isKnown = (field: string, value: unknown) =>
    value != null && (record[field]?.isRequired || !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(entries.filter(([field, value]) => isKnown(field, value))) as unknown as ContentRecord;
}
