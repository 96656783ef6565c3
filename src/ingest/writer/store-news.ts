/**
 * Brings news items to a wanted state with a few statements for all of them: they are copied to a table of this session,
 * and from there PostgreSQL writes items, links and evidence.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { derived } from '../../graph/nouns/declare.js';
import { newsColumns, type NewsEdge } from './news-columns.js';
import { sameMentions, type NewsNode } from './news-node.js';

/** An item before and after. */
export interface NewsWriting {
  before: NewsNode | undefined;
  after: NewsNode;
}

/** The statements, as the columns and links of news give them. */
const statements = derived(() => {
  const { columns, edges, linkedOnly } = newsColumns();
  const staged: readonly { column: string; type: string; property: string }[] = [
    ...columns,
    ...linkedOnly.map(({ ids, property }) => ({ column: ids, type: 'uuid[]', property })),
  ];
  const names = columns.map(({ column }) => column).join(', ');
  const of = (alias: string) => columns.map(({ column }) => `${alias}.${column}`).join(', ');
  const [, ...changeable] = columns;
  const surplus = ({ table, far, ids }: NewsEdge) => `
  DELETE FROM ${table} AS l USING staged_news AS s
    WHERE NOT s.is_new AND l.news_item_id = s.id AND l.${far} <> ALL (s.${ids});`;
  const insert = ({ table, far, ids }: NewsEdge) => `
  INSERT INTO ${table} AS l (news_item_id, ${far}, issued_key, position)
    SELECT s.id, far.id, coalesce(s.issued_on, ''), far.number - 1
    FROM staged_news AS s, unnest(s.${ids}) WITH ORDINALITY AS far (id, number)`;
  const change = (edge: NewsEdge) => `${insert(edge)} WHERE NOT s.is_new
    ON CONFLICT (news_item_id, ${edge.far}) DO UPDATE SET issued_key = excluded.issued_key, position = excluded.position
      WHERE (l.issued_key, l.position) IS DISTINCT FROM (excluded.issued_key, excluded.position);`;
  return {
    staged,
    prepare: `
  CREATE TEMPORARY TABLE IF NOT EXISTS staged_news (
    ${staged.map(({ column, type }) => `${column} ${type}`).join(', ')}, is_new boolean)
    WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS;
  TRUNCATE staged_news;
  -- Texts are compressed once, where they stay.
  ALTER TABLE staged_news ALTER body SET STORAGE EXTERNAL;`,
    copyItems: `COPY staged_news (${staged.map(({ column }) => column).join(', ')}, is_new) FROM STDIN`,
    writeNew: `
  INSERT INTO news_item (${names}) SELECT ${names} FROM staged_news WHERE is_new;
  ${edges.map((edge) => `${insert(edge)} WHERE s.is_new;`).join('')}`,
    writeChanged: `
  UPDATE news_item AS n SET ${changeable.map(({ column }) => `${column} = s.${column}`).join(', ')}
  FROM staged_news AS s WHERE NOT s.is_new AND n.id = s.id AND (${of('n')}) IS DISTINCT FROM (${of('s')});
  ${edges.map(surplus).join('')}${edges.map(change).join('')}`,
  };
});

const copyMentions =
  'COPY country_mention (news_item_id, field, start_offset, end_offset, country_id, quote, rule, confidence) FROM STDIN';

/** Writes items, each at most once. */
export async function storeNews(manager: EntityManager, writings: readonly NewsWriting[]): Promise<void> {
  if (writings.length === 0) return;
  // The driver's own connection: TypeORM has no way to COPY.
  const client = (await manager.queryRunner!.connect()) as PoolClient;
  const { staged, prepare, copyItems, writeNew, writeChanged } = statements();
  const properties = staged.map(({ property }) => property);
  await client.query(prepare);
  await copy(client, copyItems, stagedRows(properties, writings));
  await client.query(writeNew);
  if (writings.some(({ before }) => before)) await client.query(writeChanged);
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

function* stagedRows(properties: readonly string[], writings: readonly NewsWriting[]): Generator<string> {
  for (const { before, after } of writings) {
    const values = properties.map((property) => asCopied(after[property] as string | string[] | null));
    yield `${values.join('\t')}\t${before ? 'f' : 't'}\n`;
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
