/**
 * The graph as records: what the import of JSON Lines reads back. Nodes come after those that they name. What follows
 * from the records is left out: the countries of news and the evidence for them are found again when they are read.
 */
import { In, MoreThan, type EntityManager, type ObjectLiteral } from 'typeorm';
import { OfficePredecessorEntity } from '../../content/office/office.entity.js';
import { nodeId, type NodeKind } from '../../graph/node-id.js';
import { nouns, type Noun, type Row } from '../nouns.js';
import type { ContentRecord } from '../record.js';
import { Slugs } from './slugs.js';

/** What of a node stands in its record, besides the nodes that it names. */
interface Printed {
  types: readonly ContentRecord['type'][];
  /** Fields of the record that are those of the row. */
  plain: readonly string[];
  /** Whether the field stands in a record although it is empty. */
  always?: readonly string[];
}

const named = ['slug', 'formerSlugs', 'name', 'names', 'note'];

const printed: Readonly<Record<NodeKind, Printed>> = {
  Country: {
    types: ['ParticipatingState', 'PartnerForCooperation'],
    plain: [...named, 'isoCode', 'isoCode3', 'capital', 'joinedOn', 'partnership'].concat([
      'partnerSince',
      'partnerUntil',
      'position',
    ]),
  },
  Office: {
    types: ['SecretariatDepartment', 'Institution', 'FieldOperation', 'OrganizationBody'],
    plain: [...named, 'shortName', 'status', 'establishedOn', 'closedOn', 'city', 'position'],
  },
  FieldOfWork: { types: ['FieldOfWork'], plain: [...named, 'dimension', 'position'] },
  EventSeries: { types: ['EventSeries'], plain: [...named, 'position'] },
  Chairpersonship: { types: ['Chairpersonship'], plain: ['year', 'heldBy', 'chairs', 'note'], always: ['chairs'] },
  Event: {
    types: ['Event'],
    plain: ['slug', 'formerSlugs', 'title', 'startsOn', 'endsOn', 'city', 'edition', 'sourceUrl', 'note'],
  },
  Project: { types: ['Project'], plain: named, always: ['supportedBy'] },
  NewsItem: {
    types: ['NewsItem'],
    plain: ['slug', 'title', 'lead', 'body', 'issuedOn', 'kind', 'sourceUrl', 'sourceId'].concat([
      'issuersAsText',
      'subThemes',
    ]),
    always: ['issuedBy', 'fieldsOfWork'],
  },
};

const batch = 500;

/**
 * The records of the types asked for, or of all, in an order that depends on nothing but the graph. Run it in a
 * transaction that sees one state of the database.
 */
export async function* exportRecords(
  manager: EntityManager,
  types?: readonly ContentRecord['type'][],
): AsyncGenerator<ContentRecord> {
  const slugs = await Slugs.open(manager);
  for (const noun of nouns) {
    const wanted = printed[noun.kind].types.filter((type) => !types || types.includes(type));
    if (wanted.length === 0) continue;
    for await (const rows of noun.kind === 'Office' ? inOneGo(manager, noun) : inBatches(manager, noun)) {
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

/** Offices name each other: one comes after its parent and its predecessors. There are some dozens. */
async function* inOneGo(manager: EntityManager, { entity }: Noun): AsyncGenerator<Row[]> {
  const rows = new Map((await manager.find<Row>(entity, { order: { id: 'ASC' } })).map((row) => [row.id, row]));
  const before = new Map<string, string[]>();
  for (const { officeId, predecessorId } of await manager.find(OfficePredecessorEntity, {
    order: { officeId: 'ASC', position: 'ASC' },
  })) {
    before.set(officeId, [...(before.get(officeId) ?? []), predecessorId]);
  }
  const sorted = new Map<string, Row>();
  const begun = new Set<string>();
  const place = (id: string): void => {
    if (begun.has(id)) return;
    begun.add(id);
    const row = rows.get(id)!;
    for (const other of [...(row['parentId'] ? [row['parentId'] as string] : []), ...(before.get(id) ?? [])]) {
      place(other);
    }
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

function recordOf({ kind, single, lists }: Noun, row: Row, links: Links, slugs: Slugs) {
  const { types, plain, always = [] } = printed[kind];
  const key = kind === 'Chairpersonship' ? String(row['year']) : (row['slug'] as string);
  const fields: [string, unknown][] = [
    ['type', row['type'] ?? types[0]],
    // Most ids follow from the slug; a node that has changed its slug keeps the id of the first.
    ['id', row.id === nodeId(kind, key) ? undefined : row.id],
    ...plain.map((field): [string, unknown] => [field, row[field]]),
    ...Object.entries(single).map(([field, { property }]): [string, unknown] => [
      field,
      slugs.of(row[property] as string | null),
    ]),
    ...Object.keys(lists).map((field): [string, unknown] => [
      field,
      (links.get(field)!.get(row.id) ?? []).map((id) => slugs.of(id)),
    ]),
  ];
  const isKnown = (field: string, value: unknown) =>
    value != null && (always.includes(field) || !Array.isArray(value) || value.length > 0);
  return Object.fromEntries(fields.filter(([field, value]) => isKnown(field, value))) as unknown as ContentRecord;
}
