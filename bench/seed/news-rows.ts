/** The database rows of a news item: the same that the importer writes (a test compares them). */
import type { nodeId, NodeKind } from '../../src/graph/node-id.js';
import type { Linker } from '../../src/ingest/linker/index.js';
import type { NewsItemRecord } from '../../src/ingest/record.js';

/** What the rows need from the product: its node ids and its country linker. */
export interface Composer {
  nodeId: typeof nodeId;
  linker: Linker;
  /** Ids of nodes in the database, by kind and slug. */
  idOf: (kind: NodeKind, slug: string) => string;
  /** The host country's id of each field operation, by its id. */
  hosts: ReadonlyMap<string, string>;
}

export type Value = string | number | null | readonly string[];

/** The tables, in an order that satisfies foreign keys, with the written columns. */
export const newsTables = {
  news_item:
    'id, slug, title, lead, body, issued_on, kind, source_url, office_ids, field_of_work_ids, country_ids'.split(', '),
  news_item_office: ['news_item_id', 'office_id', 'issued_key', 'position'],
  news_item_field_of_work: ['news_item_id', 'field_of_work_id', 'issued_key', 'position'],
  news_item_country: ['news_item_id', 'country_id', 'issued_key', 'position'],
  news_item_project: ['news_item_id', 'project_id', 'issued_key', 'position'],
  news_item_event: ['news_item_id', 'event_id', 'issued_key', 'position'],
  country_mention: 'news_item_id, field, start_offset, end_offset, country_id, quote, rule, confidence'.split(', '),
} as const satisfies Record<string, readonly string[]>;

export type NewsTable = keyof typeof newsTables;
export type NewsRows = Record<NewsTable, Value[][]>;

export const noRows = (): NewsRows =>
  Object.fromEntries(Object.keys(newsTables).map((table) => [table, []])) as unknown as NewsRows;

/** Adds the rows of one item. */
export function addRows(rows: NewsRows, item: NewsItemRecord, { nodeId, linker, idOf, hosts }: Composer): void {
  const id = nodeId('NewsItem', item.slug);
  const issuedKey = item.issuedOn ?? '';
  const idsOf = (kind: NodeKind, slugs: readonly string[] = []) => distinct(slugs.map((slug) => idOf(kind, slug)));
  const texts = [
    ['TITLE', item.title],
    ['LEAD', item.lead],
    ['BODY', item.body],
  ] as const;
  const mentions = texts.flatMap(([field, text]) =>
    linker.link(text ?? '').map((mention) => ({ ...mention, field, countryId: idOf('Country', mention.countrySlug) })),
  );
  const officeIds = idsOf('Office', item.issuedBy);
  const fieldIds = idsOf('FieldOfWork', item.fieldsOfWork);
  const countryIds = distinct([
    ...mentions.map(({ countryId }) => countryId),
    ...officeIds.flatMap((officeId) => hosts.get(officeId) ?? []),
  ]);
  rows.news_item.push([
    ...[id, item.slug, item.title, item.lead ?? null, item.body ?? null],
    ...[item.issuedOn ?? null, item.kind ?? 'NEWS', item.sourceUrl ?? null],
    ...[officeIds, fieldIds, countryIds],
  ]);
  const link = (table: NewsTable, ids: readonly string[]) =>
    rows[table].push(...ids.map((far, position) => [id, far, issuedKey, position]));
  link('news_item_office', officeIds);
  link('news_item_field_of_work', fieldIds);
  link('news_item_country', countryIds);
  link('news_item_project', idsOf('Project', item.projects));
  link('news_item_event', idsOf('Event', item.events));
  rows.country_mention.push(
    ...mentions.map(({ field, start, end, countryId, quote, rule, confidence }) => [
      ...[id, field, start, end, countryId, quote, rule, confidence],
    ]),
  );
}

const distinct = (ids: readonly string[]) => [...new Set(ids)];
