/** The project's own data files: the organisation as it is curated here, and sample news. */
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import chairpersonships from '../content/chairpersonship/chairpersonship.data.json';
import countries from '../content/country/country.data.json';
import eventSeries from '../content/event-series/event-series.data.json';
import events from '../content/event/event.data.json';
import fieldsOfWork from '../content/field-of-work/field-of-work.data.json';
import newsItems from '../content/news-item/news-item.data.json';
import offices from '../content/office/office.data.json';
import projects from '../content/project/project.data.json';
import type { ContentRecord } from './record.js';
import { writeRecords, type Changes } from './writer/index.js';

/** The data files list all there is: a record's place in its file is its place in the graph. */
const listed = (records: readonly object[]) => records.map((record, position) => ({ ...record, position }));

/** All records of the data files. */
export const ownContent = [
  ...listed(countries),
  ...listed(offices),
  ...listed(fieldsOfWork),
  ...listed(eventSeries),
  ...chairpersonships,
  ...events,
  ...projects,
  ...newsItems,
] as ContentRecord[];

const name = 'own content';

/** Changed whenever the writer makes something else of the same records. */
const writerVersion = 1;

/**
 * Loads the data files if the database does not have this state of them. What was imported besides stays.
 * @returns what was written, or undefined if there was nothing to do
 */
export async function loadOwnContent(dataSource: DataSource): Promise<Changes | undefined> {
  const hash = createHash('sha256')
    .update(JSON.stringify([writerVersion, ownContent]))
    .digest('hex');
  const [loaded] = await dataSource.query<{ hash: string }[]>('SELECT hash FROM loaded_content WHERE name = $1', [
    name,
  ]);
  if (loaded?.hash === hash) return undefined;
  // A sample item may since have been completed from its own page: that text is the better one.
  const changes = await writeRecords(dataSource, ownContent, 'keep');
  await dataSource.query(
    `INSERT INTO loaded_content (name, hash) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, loaded_at = now()`,
    [name, hash],
  );
  return changes;
}
