/** A news item with all that hangs on it, as it is in the graph or is to be. */
import type { EntityManager } from 'typeorm';
import type { NodeKind } from '../../graph/node-id.js';
import { noteEdges, emptyChange, type NodeChange } from './changes.js';

/** The evidence for a country, as it is stored: text, from, to, country, quote, rule, confidence. */
export type MentionRow = [
  field: 'TITLE' | 'LEAD' | 'BODY',
  start: number,
  end: number,
  countryId: string,
  quote: string,
  rule: string,
  confidence: number,
];

export interface NewsNode {
  id: string;
  slug: string;
  title: string;
  lead: string | null;
  body: string | null;
  issuedOn: string | null;
  kind: string;
  sourceUrl: string | null;
  sourceId: string | null;
  issuersAsText: string[];
  subThemes: string[];
  officeIds: string[];
  fieldOfWorkIds: string[];
  countryIds: string[];
  projectIds: string[];
  eventIds: string[];
  mentions: MentionRow[];
}

/** Fields of the record by the property that holds the ids of the nodes named, and their kind. */
const edges = [
  ['officeIds', 'issuedBy', 'Office'],
  ['fieldOfWorkIds', 'fieldsOfWork', 'FieldOfWork'],
  ['countryIds', 'countries', 'Country'],
  ['projectIds', 'projects', 'Project'],
  ['eventIds', 'events', 'Event'],
] as const satisfies readonly (readonly [keyof NewsNode, string, NodeKind])[];

const scalars = ['title', 'lead', 'body', 'issuedOn', 'kind', 'sourceUrl', 'sourceId'] as const;
const lists = ['issuersAsText', 'subThemes'] as const;

/** News items that are there, by id. They stay as they are until the transaction ends. */
export async function readNews(manager: EntityManager, ids: readonly string[]): Promise<Map<string, NewsNode>> {
  if (ids.length === 0) return new Map();
  const rows = await manager.query<NewsNode[]>(
    `SELECT id, slug, title, lead, body, issued_on AS "issuedOn", kind, source_url AS "sourceUrl",
       source_id AS "sourceId", issuers_as_text AS "issuersAsText", sub_themes AS "subThemes",
       office_ids AS "officeIds", field_of_work_ids AS "fieldOfWorkIds", country_ids AS "countryIds",
       ARRAY(SELECT project_id FROM news_item_project WHERE news_item_id = id ORDER BY position) AS "projectIds",
       ARRAY(SELECT event_id FROM news_item_event WHERE news_item_id = id ORDER BY position) AS "eventIds",
       (SELECT coalesce(json_agg(
            json_build_array(field, start_offset, end_offset, country_id, quote, rule, confidence)
            ORDER BY array_position('{TITLE,LEAD,BODY}', field), start_offset), '[]')
          FROM country_mention WHERE news_item_id = id) AS mentions
     FROM news_item WHERE id = ANY ($1::uuid[]) FOR NO KEY UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What is done to an item; undefined if nothing. */
export function compareNews(before: NewsNode | undefined, after: NewsNode): NodeChange | undefined {
  const change = emptyChange('NewsItem', after.id, after.slug, before ? 'changed' : 'added');
  for (const [property, field, kind] of edges)
    noteEdges(change, field, kind, before?.[property] ?? [], after[property]);
  if (!before) return change;
  for (const field of scalars) if (before[field] !== after[field]) change.fields.push(field);
  for (const field of lists) if (!sameList(before[field], after[field])) change.fields.push(field);
  if (!sameMentions(before, after)) change.fields.push('countryMentions');
  return change.fields.length + change.addedEdges.length + change.removedEdges.length > 0 ? change : undefined;
}

const sameList = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, i) => item === b[i]);

export const sameMentions = ({ mentions: a }: NewsNode, { mentions: b }: NewsNode) =>
  a.length === b.length && a.every((mention, i) => sameList(mention, b[i]!));
