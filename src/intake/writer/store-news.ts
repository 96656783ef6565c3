/**
 * Brings news items to a wanted state with a few statements for all of them: they are copied to a table of this session,
 * and from there PostgreSQL writes items, links and evidence.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { sameMentions, type NewsNode } from './news-node.js';

/** An item before and after. */
export interface NewsWriting {
  before: NewsNode | undefined;
  after: NewsNode;
}

/** Columns of the item, with their types where they are staged and the property that they hold. */
const columns = [
  ['id', 'uuid', 'id'],
  ['slug', 'text', 'slug'],
  ['title', 'text', 'title'],
  ['lead', 'text', 'lead'],
  ['body', 'text', 'body'],
  ['issued_on', 'text', 'issuedOn'],
  ['kind', 'text', 'kind'],
  ['source_url', 'text', 'sourceUrl'],
  ['source_id', 'text', 'sourceId'],
  ['issuers_as_text', 'text[]', 'issuersAsText'],
  ['sub_themes', 'text[]', 'subThemes'],
  ['office_ids', 'uuid[]', 'officeIds'],
  ['field_of_work_ids', 'uuid[]', 'fieldOfWorkIds'],
  ['country_ids', 'uuid[]', 'countryIds'],
] as const satisfies readonly (readonly [string, string, keyof NewsNode])[];

/** Nodes whose ids are kept in the links alone. */
const linkedOnly = [
  ['project_ids', 'uuid[]', 'projectIds'],
  ['event_ids', 'uuid[]', 'eventIds'],
] as const satisfies readonly (readonly [string, string, keyof NewsNode])[];

/** Link tables, their column of the far end, and the staged column of the ids. */
const links = [
  ['news_item_office', 'office_id', 'office_ids'],
  ['news_item_field_of_work', 'field_of_work_id', 'field_of_work_ids'],
  ['news_item_country', 'country_id', 'country_ids'],
  ['news_item_project', 'project_id', 'project_ids'],
  ['news_item_event', 'event_id', 'event_ids'],
] as const;

const staged = [...columns, ...linkedOnly];
const names = columns.map(([name]) => name).join(', ');

const prepare = `
  CREATE TEMPORARY TABLE IF NOT EXISTS staged_news (
    ${staged.map(([name, type]) => `${name} ${type}`).join(', ')}, is_new boolean)
    WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS;
  TRUNCATE staged_news;
  -- Texts are compressed once, where they stay.
  ALTER TABLE staged_news ALTER body SET STORAGE EXTERNAL;`;

const copyItems = `COPY staged_news (${staged.map(([name]) => name).join(', ')}, is_new) FROM STDIN`;

const writeNew = `INSERT INTO news_item (${names}) SELECT ${names} FROM staged_news WHERE is_new;`;

const writeChanged = `
  UPDATE news_item AS n SET ${columns
    .slice(1)
    .map(([name]) => `${name} = s.${name}`)
    .join(', ')}
  FROM staged_news AS s WHERE NOT s.is_new AND n.id = s.id
    AND (${columns.map(([name]) => `n.${name}`).join(', ')}) IS DISTINCT FROM (${columns.map(([name]) => `s.${name}`).join(', ')});
  ${links
    .map(
      ([table, far, ids]) => `
  DELETE FROM ${table} AS l USING staged_news AS s
    WHERE NOT s.is_new AND l.news_item_id = s.id AND l.${far} <> ALL (s.${ids});`,
    )
    .join('')}`;

const insertLinks = ([table, far, ids]: (typeof links)[number]) => `
  INSERT INTO ${table} AS l (news_item_id, ${far}, issued_key, position)
    SELECT s.id, far.id, coalesce(s.issued_on, ''), far.number - 1
    FROM staged_news AS s, unnest(s.${ids}) WITH ORDINALITY AS far (id, number)`;

const writeNewLinks = links.map((link) => `${insertLinks(link)} WHERE s.is_new;`).join('');

const writeChangedLinks = links
  .map(
    (link) => `${insertLinks(link)} WHERE NOT s.is_new
    ON CONFLICT (news_item_id, ${link[1]}) DO UPDATE SET issued_key = excluded.issued_key, position = excluded.position
      WHERE (l.issued_key, l.position) IS DISTINCT FROM (excluded.issued_key, excluded.position);`,
  )
  .join('');

const copyMentions =
  'COPY country_mention (news_item_id, field, start_offset, end_offset, country_id, quote, rule, confidence) FROM STDIN';

/** Writes items, each at most once. */
export async function storeNews(manager: EntityManager, writings: readonly NewsWriting[]): Promise<void> {
  if (writings.length === 0) return;
  // The driver's own connection: TypeORM has no way to COPY.
  const client = (await manager.queryRunner!.connect()) as PoolClient;
  await client.query(prepare);
  await copy(client, copyItems, stagedRows(writings));
  await client.query(`${writeNew}${writeNewLinks}`);
  if (writings.some(({ before }) => before)) await client.query(`${writeChanged}${writeChangedLinks}`);
  await storeMentions(client, writings);
}

async function storeMentions(client: PoolClient, writings: readonly NewsWriting[]): Promise<void> {
  const differing = writings.filter(({ before, after }) => !before || !sameMentions(before, after));
  const old = differing.flatMap(({ before }) => (before && before.mentions.length > 0 ? [before.id] : []));
  if (old.length > 0) await client.query('DELETE FROM country_mention WHERE news_item_id = ANY ($1::uuid[])', [old]);
  if (differing.some(({ after }) => after.mentions.length > 0)) {
    await copy(client, copyMentions, mentionRows(differing));
  }
}

function* stagedRows(writings: readonly NewsWriting[]): Generator<string> {
  for (const { before, after } of writings) {
    yield `${staged.map(([, , property]) => asCopied(after[property])).join('\t')}\t${before ? 'f' : 't'}\n`;
  }
}

function* mentionRows(writings: readonly NewsWriting[]): Generator<string> {
  for (const { after } of writings) {
    for (const [field, start, end, countryId, quote, rule, confidence] of after.mentions) {
      yield `${after.id}\t${field}\t${start}\t${end}\t${countryId}\t${escaped(quote)}\t${rule}\t${confidence}\n`;
    }
  }
}

const blockSize = 65_536;

async function copy(client: PoolClient, statement: string, rows: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(blocksOf(rows)), client.query(copyFrom(statement)));
}

function* blocksOf(rows: Iterable<string>): Generator<Buffer> {
  let block = '';
  for (const row of rows) {
    block += row;
    if (block.length < blockSize) continue;
    yield Buffer.from(block);
    block = '';
  }
  if (block !== '') yield Buffer.from(block);
}

/** A value in the text format of COPY. */
function asCopied(value: string | readonly string[] | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  return escaped(`{${value.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (text: string) => text.replace(/[\\\n\r\t]/g, (sign) => escapes[sign]!);
