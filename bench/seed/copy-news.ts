/** Fills the tables of news through COPY: about ten times as fast as the importer, with the same rows. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { NewsItemRecord } from '../../src/ingest/record.js';
import { addRows, newsTables, noRows, type Composer, type NewsRows, type NewsTable, type Value } from './news-rows';

/** Number of items per transaction. */
const chunkSize = 2_000;

/**
 * Writes news items that the database does not have yet.
 * @param onCommit is called after each transaction with the number of committed items
 */
export async function copyNews(
  client: Client,
  items: Iterable<NewsItemRecord>,
  composer: Composer,
  onCommit: (done: number) => void = () => undefined,
): Promise<void> {
  let done = 0;
  let rows = noRows();
  const write = async () => {
    if (rows.news_item.length === 0) return;
    await writeChunk(client, rows);
    done += rows.news_item.length;
    rows = noRows();
    onCommit(done);
  };
  for (const item of items) {
    addRows(rows, item, composer);
    if (rows.news_item.length === chunkSize) await write();
  }
  await write();
}

async function writeChunk(client: Client, rows: NewsRows): Promise<void> {
  await client.query('BEGIN');
  for (const table of Object.keys(newsTables) as NewsTable[]) {
    const target = client.query(copyFrom(`COPY ${table} (${newsTables[table].join(', ')}) FROM STDIN`));
    await pipeline(Readable.from([rows[table].map(line).join('')]), target);
  }
  await client.query('COMMIT');
}

const line = (values: readonly Value[]) => `${values.map(field).join('\t')}\n`;

/** The text format of COPY. Ids contain nothing that an array would have to quote. */
function field(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return `{${value.join(',')}}`;
  return value.replace(/[\\\t\n\r]/g, (character) => escapes[character]!);
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
