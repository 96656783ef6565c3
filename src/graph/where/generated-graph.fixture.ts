/** A small graph in memory, made from a seed, and the same graph as rows of a database. */
import type { DataSource } from 'typeorm';
import { nodeId } from '../node-id.js';
import { filterOf } from './declare.js';
import { nouns, type NodeKind } from '../nouns/declare.js';

type Value = string | number | null;

/** A node as the filters see it: values and related nodes by the name of the filter's field. */
export interface GeneratedNode {
  kind: NodeKind;
  id: string;
  values: Record<string, Value>;
  relatedNodes: Record<string, GeneratedNode[]>;
}

export type GeneratedGraph = Record<NodeKind, GeneratedNode[]>;

/** Texts that tell apart case, accents, ligatures, wildcards and the escape; many are equal once they are folded. */
export const texts = [
  'Astana',
  'astana',
  'Ástana',
  'ŠIBENIK',
  'sibenik',
  'Łódź',
  'lodz',
  'Straße',
  'strasse',
  'Ærø',
  'aero',
  '100%',
  '100',
  'a_b',
  'axb',
  'a\\b',
  '%',
  '_',
  '',
  'Ω-мега',
  'צרפת',
  '🕊 peace',
] as const;

/** Dates of every precision, close to each other. */
export const dates = [
  '2006-12-31',
  '2007',
  '2007-01',
  '2007-01-01',
  '2007-01-02',
  '2007-06',
  '2007-06-15',
  '2007-12-31',
  '2008',
  '2008-02-29',
] as const;

/** Values of columns by how they are compared. */
const made: Readonly<Record<string, readonly Value[]>> = { text: texts, date: dates, integer: [1, 2, 7] };

/** A stream of numbers from 0 to below 1 that is the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Of kinds that are not here there are none. */
const sizes: Partial<Record<NodeKind, number>> = {
  Country: 9,
  Office: 14,
  FieldOfWork: 6,
  EventSeries: 4,
  Event: 16,
  Project: 6,
  Chairpersonship: 8,
  NewsItem: 70,
};

/** Makes the graph of a seed. */
export function generateGraph(seed: number): GeneratedGraph {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const maybe = <T>(from: readonly T[]): T | null => (random() < 0.3 ? null : pick(from));
  const someOf = <T>(from: readonly T[], most: number): T[] => [
    ...new Set(Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(from))),
  ];
  const letters = (i: number, length: number) => String.fromCharCode(65 + i).repeat(length);
  const values: Partial<Record<NodeKind, (i: number) => Record<string, Value>>> = {
    Country: (i) => ({
      name: pick(texts),
      isoCode: letters(i, 2),
      isoCode3: letters(i, 3),
      capital: pick(texts),
      joinedOn: maybe(dates),
      partnership: maybe(['ASIAN', 'MEDITERRANEAN']),
    }),
    Office: () => ({
      name: pick(texts),
      shortName: maybe(texts),
      kind: pick(['SecretariatDepartment', 'Institution', 'FieldOperation', 'OrganizationBody']),
      status: pick(['ACTIVE', 'CLOSED', 'TRANSFORMED']),
      establishedOn: maybe(dates),
      closedOn: maybe(dates),
      city: maybe(texts),
    }),
    FieldOfWork: () => ({ name: pick(texts), dimension: pick(['HUMAN', 'CROSS_DIMENSIONAL', 'POLITICO_MILITARY']) }),
    EventSeries: () => ({ name: pick(texts) }),
    Event: () => ({
      title: pick(texts),
      startsOn: maybe(dates),
      endsOn: maybe(dates),
      city: maybe(texts),
      edition: maybe([1, 2, 7]),
    }),
    Project: () => ({ name: pick(texts) }),
    Chairpersonship: (i) => ({ year: 2004 + i, heldBy: pick(texts) }),
    NewsItem: () => ({
      title: pick(texts),
      lead: maybe(texts),
      issuedOn: maybe(dates),
      kind: pick(['NEWS', 'PRESS_RELEASE', 'SPOT_REPORT']),
    }),
  };
  /** Values of columns that are filtered and not named above, such as those that were added later. */
  const others = (kind: NodeKind, named: Record<string, Value>) =>
    [...filterOf(kind).fields].flatMap(([field, filter]): [string, Value][] => {
      if (field in named || !('is' in filter) || !(filter.is in made)) return [];
      return [[field, maybe<Value>(made[filter.is]!)]];
    });
  const nodes = Object.fromEntries(
    nouns().map(({ kind }) => [
      kind,
      Array.from({ length: sizes[kind] ?? 0 }, (_, i): GeneratedNode => {
        const slug = `${kind.toLowerCase()}-${i}`;
        const named = values[kind]!(i);
        return {
          kind,
          id: nodeId(kind, slug),
          values: { ...(kind !== 'Chairpersonship' && { slug }), ...named, ...Object.fromEntries(others(kind, named)) },
          relatedNodes: Object.fromEntries(
            [...filterOf(kind).fields].flatMap(([field, of]) => ('direction' in of ? [[field, []]] : [])),
          ),
        };
      }),
    ]),
  ) as GeneratedGraph;
  /** Joins nodes in both directions; `most` is how many related nodes one gets at most. */
  const join = (near: NodeKind, field: string, far: NodeKind, back: string, most: number) => {
    for (const node of nodes[near]) node.relatedNodes[field] = [];
    for (const node of nodes[far]) node.relatedNodes[back] = [];
    for (const node of nodes[near]) {
      node.relatedNodes[field] = someOf(nodes[far], most).filter((other) => other !== node);
      for (const other of node.relatedNodes[field]) other.relatedNodes[back]!.push(node);
    }
  };
  join('Office', 'hostCountry', 'Country', 'offices', 1);
  join('Office', 'partOf', 'Office', 'parts', 1);
  join('Office', 'predecessors', 'Office', 'successors', 2);
  join('Event', 'country', 'Country', 'events', 1);
  join('Event', 'series', 'EventSeries', 'events', 1);
  join('Event', 'fieldsOfWork', 'FieldOfWork', 'events', 3);
  join('Project', 'supportedBy', 'Country', 'supportedProjects', 3);
  join('Chairpersonship', 'country', 'Country', 'chairpersonships', 1);
  join('NewsItem', 'issuedBy', 'Office', 'newsItems', 2);
  join('NewsItem', 'fieldsOfWork', 'FieldOfWork', 'newsItems', 3);
  join('NewsItem', 'countries', 'Country', 'newsItems', 3);
  join('NewsItem', 'projects', 'Project', 'newsItems', 1);
  join('NewsItem', 'events', 'Event', 'newsItems', 2);
  return nodes;
}

/** Columns that are not the field's name in snake case. */
const columnOf = (kind: NodeKind, field: string) =>
  kind === 'Office' && field === 'kind' ? 'type' : field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const idsOf = (node: GeneratedNode, field: string) => node.relatedNodes[field]!.map(({ id }) => id);

/** Writes the graph by plain inserts, past the importer: the filters are tested, not the writer. */
export async function storeGraph(graph: GeneratedGraph, { query }: Pick<DataSource, 'query'>): Promise<void> {
  const insert = async (table: string, rows: readonly Record<string, unknown>[]) => {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]!).join(', ');
    await query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [JSON.stringify(rows)],
    );
  };
  const rowsOf = (kind: NodeKind, more: (node: GeneratedNode, i: number) => object) =>
    graph[kind].map((node, i) => ({
      id: node.id,
      ...Object.fromEntries(Object.entries(node.values).map(([field, value]) => [columnOf(kind, field), value])),
      ...more(node, i),
    }));
  const named = (i: number) => ({ former_slugs: [], names: [], position: i });
  await insert(
    'country',
    rowsOf('Country', ({ values }, i) => ({
      ...named(i),
      type: values['partnership'] === null ? 'ParticipatingState' : 'PartnerForCooperation',
    })),
  );
  await insert(
    'office',
    rowsOf('Office', (node, i) => ({ ...named(i), host_country_id: idsOf(node, 'hostCountry')[0] ?? null })),
  );
  for (const { id, relatedNodes } of graph.Office) {
    await query('UPDATE office SET parent_id = $2 WHERE id = $1', [id, relatedNodes['partOf']![0]?.id ?? null]);
  }
  await insert(
    'field_of_work',
    rowsOf('FieldOfWork', (_, i) => named(i)),
  );
  await insert(
    'event_series',
    rowsOf('EventSeries', (_, i) => named(i)),
  );
  await insert(
    'event',
    rowsOf('Event', (node) => ({
      former_slugs: [],
      country_id: idsOf(node, 'country')[0] ?? null,
      series_id: idsOf(node, 'series')[0] ?? null,
    })),
  );
  await insert(
    'project',
    rowsOf('Project', () => ({ former_slugs: [], names: [] })),
  );
  await insert(
    'chairpersonship',
    rowsOf('Chairpersonship', (node) => ({ chairs: [], country_id: idsOf(node, 'country')[0] ?? null })),
  );
  await insert(
    'news_item',
    rowsOf('NewsItem', (node) => ({
      office_ids: idsOf(node, 'issuedBy'),
      field_of_work_ids: idsOf(node, 'fieldsOfWork'),
      country_ids: idsOf(node, 'countries'),
    })),
  );
  const link = (table: string, kind: NodeKind, field: string, near: string, far: string, more?: object) =>
    insert(
      table,
      graph[kind].flatMap((node) =>
        idsOf(node, field).map((id, position) => ({
          [near]: node.id,
          [far]: id,
          position,
          ...(more && { issued_key: node.values['issuedOn'] ?? '' }),
        })),
      ),
    );
  await link('office_predecessor', 'Office', 'predecessors', 'office_id', 'predecessor_id');
  await link('event_field_of_work', 'Event', 'fieldsOfWork', 'event_id', 'field_of_work_id');
  await link('project_supporter', 'Project', 'supportedBy', 'project_id', 'country_id');
  for (const [field, far] of [
    ['issuedBy', 'office'],
    ['fieldsOfWork', 'field_of_work'],
    ['countries', 'country'],
    ['projects', 'project'],
    ['events', 'event'],
  ] as const) {
    await link(`news_item_${far}`, 'NewsItem', field, 'news_item_id', `${far}_id`, { dated: true });
  }
}
