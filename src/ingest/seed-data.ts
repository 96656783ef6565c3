/** The seed data files: the curated organisation, and sample news. */
import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { derived } from '../graph/nouns/declare.js';
import { FileNotes } from './ledger/file-notes.js';
import type { ContentRecord } from './record.js';
import { writeRecords, type Changes, type Origin } from './writer/index.js';
import { takeWriterLock } from './writer/writer-lock.js';

/** Returns all records of the data files. The order in a file is the order in the graph. */
export const seedData = derived(
  (nouns) =>
    nouns.flatMap(({ record, ownRecords = [] }) =>
      'position' in record ? ownRecords.map((one, position) => ({ ...one, position })) : ownRecords,
    ) as ContentRecord[],
);

/** Of the row of `loaded_content`. */
const name = 'own content';
/** What the ledger calls it. */
const title = 'seed data';

/** Changes whenever the writer produces another result from the same records. */
const writerVersion = 1;

/**
 * Loads the data files if the database does not have this state of them. What was imported besides stays.
 * @returns the changes, or undefined if the data is already loaded
 */
export async function loadSeedData(dataSource: DataSource): Promise<Changes | undefined> {
  const hash = seedHash();
  if ((await loadedHash(dataSource.manager)) === hash) return undefined;
  return dataSource.transaction(async (manager) => {
    await takeWriterLock(manager);
    // Another process may have loaded it while this one waited.
    if ((await loadedHash(manager)) === hash) return undefined;
    const origin = await noteLoading(manager, hash);
    // A sample item may since have been completed from its own page, whose text takes precedence.
    const changes = await writeRecords(manager, seedData(), { ofStoredNews: 'keep', origin });
    const [added, changed] = [changes.added.size, changes.changed.size];
    const unchanged = seedData().length - added - changed;
    await new FileNotes(origin).progress(manager, { added, changed, unchanged, refused: 0 });
    await manager.query(
      `INSERT INTO loaded_content (name, hash) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, loaded_at = now()`,
      [name, hash],
    );
    return changes;
  });
}

const seedHash = () =>
  createHash('sha256')
    .update(JSON.stringify([writerVersion, seedData()]))
    .digest('hex');

/** Whether the database has this state of the data files, another, or none. */
export async function seedDataIn(manager: EntityManager): Promise<'loaded' | 'outdated' | 'none'> {
  const hash = await loadedHash(manager);
  if (hash === undefined) return 'none';
  return hash === seedHash() ? 'loaded' : 'outdated';
}

async function loadedHash(manager: EntityManager): Promise<string | undefined> {
  const [loaded] = await manager.query<{ hash: string }[]>('SELECT hash FROM loaded_content WHERE name = $1', [name]);
  return loaded?.hash;
}

/** The loading is a run of the ledger, of no paths. */
async function noteLoading(manager: EntityManager, hash: string): Promise<Origin> {
  const [origin] = await manager.query<Origin[]>(
    `WITH run AS (INSERT INTO import_run (paths, state, ended_at) VALUES ('{}', 'DONE', now()) RETURNING id)
     INSERT INTO import_file (run_id, path, sha256, state, ended_at) SELECT id, $1, $2, 'DONE', now() FROM run
     RETURNING run_id AS run, id AS file`,
    [title, hash],
  );
  return origin!;
}
