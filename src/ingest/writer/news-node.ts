/** A news item with all that hangs on it, as it is in the graph or is to be. */
import type { EntityManager } from 'typeorm';
import { derived } from '../../graph/nouns/declare.js';
import { noteEdges, emptyChange, type NodeChange } from './changes.js';
import { newsColumns } from './news-columns.js';

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

/** Columns and links as {@link newsColumns} has them; here are those that the writer knows by name. */
export interface NewsNode {
  id: string;
  slug: string;
  title: string;
  lead: string | null;
  body: string | null;
  issuedOn: string | null;
  kind: string;
  officeIds: string[];
  countryIds: string[];
  mentions: MentionRow[];
  [property: string]: unknown;
}

const select = derived(() => {
  const { columns, linkedOnly } = newsColumns();
  const own = columns.map(({ column, property }) => `${column} AS "${property}"`);
  const linked = linkedOnly.map(
    ({ table, far, property }) =>
      `ARRAY(SELECT ${far} FROM ${table} WHERE news_item_id = id ORDER BY position) AS "${property}"`,
  );
  return `SELECT ${[...own, ...linked].join(', ')},
       (SELECT coalesce(json_agg(
            json_build_array(field, start_offset, end_offset, country_id, quote, rule, confidence)
            ORDER BY array_position('{TITLE,LEAD,BODY}', field), start_offset), '[]')
          FROM country_mention WHERE news_item_id = id) AS mentions
     FROM news_item WHERE id = ANY ($1::uuid[]) FOR NO KEY UPDATE`;
});

/** News items that are there, by id. They stay as they are until the transaction ends. */
export async function readNews(manager: EntityManager, ids: readonly string[]): Promise<Map<string, NewsNode>> {
  if (ids.length === 0) return new Map();
  const rows = await manager.query<NewsNode[]>(select(), [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What is done to an item; undefined if nothing. */
export function compareNews(before: NewsNode | undefined, after: NewsNode): NodeChange | undefined {
  const change = emptyChange('NewsItem', after.id, after.slug, before ? 'changed' : 'added');
  const { edges, scalars, lists } = newsColumns();
  for (const { property, field, to } of edges) {
    noteEdges(change, field, to, listIn(before, property), listIn(after, property));
  }
  if (!before) return change;
  for (const field of scalars) if (before[field] !== after[field]) change.fields.push(field);
  for (const field of lists) if (!sameList(listIn(before, field), listIn(after, field))) change.fields.push(field);
  if (!sameMentions(before, after)) change.fields.push('countryMentions');
  return change.fields.length + change.addedEdges.length + change.removedEdges.length > 0 ? change : undefined;
}

/** A list of an item, of ids or of texts. */
export const listIn = (node: NewsNode | undefined, property: string) => (node?.[property] ?? []) as string[];

const sameList = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, i) => item === b[i]);

export const sameMentions = ({ mentions: a }: NewsNode, { mentions: b }: NewsNode) =>
  a.length === b.length && a.every((mention, i) => sameList(mention, b[i]!));
