/** A database for each test file, copied from a template that is created once per run. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { loadSeedData } from '../ingest/seed-data.js';
import { assembled } from '../slices.js';
import { createDataSource, migrate } from '../database/data-source.js';
import { dropDatabase } from './drop-database.js';

/** `empty` has the tables; `organization` also has the seed data. */
export type Content = 'empty' | 'organization';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** The cluster of this Jest run. */
export const clusterUrl = () => process.env['TEST_CLUSTER_URL']!;

/** Key of the advisory lock for creating templates: any number that nothing else uses. */
const templateLock = 19_750_801;

/** Creates a database; drop it when done. */
export const createTestDatabase = (content: Content | 'bare'): Promise<TestDatabase> =>
  createDatabase(async (client) =>
    content === 'bare' ? 'TEMPLATE template1' : `TEMPLATE ${await templateFor(client, content)}`,
  );

/**
 * Creates a database without tables and with other options than those of other tests; drop it when done.
 * @param options of `CREATE DATABASE`
 */
export const createUnusualDatabase = (options: string): Promise<TestDatabase> =>
  createDatabase(() => Promise.resolve(`TEMPLATE template0 ${options}`));

async function createDatabase(optionsOf: (client: Client) => Promise<string>): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onCluster(async (client) => {
    await client.query(`CREATE DATABASE ${name} ${await optionsOf(client)}`);
  });
  return {
    url: databaseUrl(name),
    drop: () => onCluster((client) => dropDatabase(client, name)),
  };
}

async function templateFor(client: Client, content: Content): Promise<string> {
  // Jest's process is the parent of its workers, or this one: its id distinguishes runs on one cluster.
  const name = `template_${content}_${process.env['JEST_WORKER_ID'] ? process.ppid : process.pid}`;
  await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await makeTemplate(client, name, content);
    return name;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [templateLock]);
  }
}

async function makeTemplate(client: Client, name: string, content: Content): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await dropDatabase(client, unfinished);
  await client.query(`CREATE DATABASE ${unfinished}`);
  const dataSource = createDataSource(databaseUrl(unfinished), assembled.entities);
  await dataSource.initialize();
  await migrate(dataSource);
  if (content === 'organization') await loadSeedData(dataSource);
  await dataSource.destroy();
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
}

function databaseUrl(name: string): string {
  const url = new URL(clusterUrl());
  url.pathname = `/${name}`;
  return url.toString();
}

async function onCluster<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: clusterUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
