/** The database shared by all servers of a benchmark: one for each number of items, reused by later runs. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { dropDatabase } from '../src/testing/drop-database';
import { embedded, root, storeParts } from './product';
import { inventionVersion, inventNews } from './seed/invent-news';
import { seedNews } from './seed/seed-news';
import { addWordIndex } from './seed/word-index';

/** Another seed would change the answers. */
const seed = 7;

export interface BenchDatabase {
  url: string;
  /** Closes connections, and stops PostgreSQL if it is embedded. */
  close(): Promise<void>;
}

/**
 * Opens the database with this number of items. Creates and seeds it if it does not exist or was created by another
 * version.
 * @param url maintenance database of a PostgreSQL; default: the embedded one in `folder`
 */
export async function openBenchDatabase(
  items: number,
  url: string | undefined,
  folder: string,
  log: (step: string) => void,
): Promise<BenchDatabase> {
  const own = url
    ? undefined
    : await embedded().openEmbeddedDatabase({ dataDir: folder, role: 'guest', durable: false, log });
  try {
    const maintenance = url ?? own!.url;
    const name = `osce_bench_${items}`;
    const target = new URL(maintenance);
    target.pathname = `/${name}`;
    if (!(await isSeeded(maintenance, name, target.href))) await make(maintenance, name, target.href, items, log);
    log(`the database ${name} has ${items} invented news items`);
    return { url: target.href, close: async () => own?.stop() };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

/** Identifies the schema and the generator of a seeded database; if either changes, a new database is created. */
function identity(): string {
  const migrations = readdirSync(join(root, 'migrations')).filter((file) => /^\d+-.*\.ts$/.test(file));
  const hash = createHash('sha256').update(
    JSON.stringify([seed, inventionVersion, migrations, storeParts().seedData()]),
  );
  return hash.digest('hex');
}

async function isSeeded(maintenance: string, name: string, url: string): Promise<boolean> {
  const known = await onDatabase(maintenance, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    return rowCount === 1;
  });
  if (!known) return false;
  return onDatabase(url, async (client) => {
    const { rows } = await client.query<{ comment: string | null }>(
      `SELECT obj_description(to_regnamespace('bench'), 'pg_namespace') AS comment`,
    );
    return rows[0]?.comment === identity();
  });
}

async function make(maintenance: string, name: string, url: string, items: number, log: (step: string) => void) {
  await onDatabase(maintenance, async (client) => {
    await dropDatabase(client, name);
    await client.query(`CREATE DATABASE ${name}`);
  });
  const { createDataSource, migrate, assembled, loadSeedData, readGazetteer, createLinker, nodeId } = storeParts();
  const dataSource = createDataSource(url, assembled.entities);
  await dataSource.initialize();
  try {
    await migrate(dataSource);
    await loadSeedData(dataSource);
    const linker = createLinker(await readGazetteer(dataSource.manager));
    const started = performance.now();
    await onDatabase(url, async (client) => {
      await seedNews(client, inventNews(items, seed), { nodeId, linker }, (done) => {
        if (done % 20_000 === 0) log(`seeded ${done} of ${items} items (${perSecond(done, started)} a second)`);
      });
      log('indexing whole texts for the search of the peers');
      await addWordIndex(client);
      await client.query('VACUUM ANALYZE');
      // The last step: a database that failed before this point is created again.
      await client.query(`COMMENT ON SCHEMA bench IS '${identity()}'`);
    });
  } finally {
    await dataSource.destroy();
  }
}

const perSecond = (count: number, started: number) => Math.round((count * 1000) / (performance.now() - started));

export async function onDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
