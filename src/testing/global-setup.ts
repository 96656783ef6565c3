/**
 * Starts one PostgreSQL for the whole Jest run. Workers find it through TEST_CLUSTER_URL and create their own
 * databases. If TEST_DATABASE_URL is set (the maintenance database of a PostgreSQL 15 or newer), the tests use that
 * server.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveSourceSpecifiers } from './source-specifiers';

type Database = typeof import('../database/embedded/index.js');
type Processes = typeof import('../database/embedded/processes.js');

const PREFIX = 'osce-graph-jest-';

/** State for the teardown. Setup and teardown share only the process. */
export interface TestCluster {
  stop(): Promise<void>;
}

declare global {
  var testCluster: TestCluster | undefined;
}

/** Called by Jest once, before all workers. */
export default async function setUp(): Promise<void> {
  const url = process.env['TEST_DATABASE_URL'];
  process.env['TEST_CLUSTER_URL'] = url ? await checked(url) : await startCluster();
}

async function startCluster(): Promise<string> {
  const { openEmbeddedDatabase, startOf } = embedded();
  await sweepAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}.${startOf(process.pid)}.`));
  const steps: string[] = [];
  try {
    const database = await openEmbeddedDatabase({
      dataDir,
      role: 'server',
      durable: false,
      log: (step) => steps.push(step),
    });
    globalThis.testCluster = {
      stop: async () => {
        await database.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
    return database.url;
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw new Error(`No database for the tests (${steps.join('; ')}): ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Removes the folders of earlier runs: a run stopped with Ctrl-C has no teardown. The folder name contains the process
 * id, so that concurrent runs never remove each other's folders.
 */
async function sweepAbandoned(): Promise<void> {
  const { stopAbandonedDatabase, startOf } = embedded();
  for (const name of (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))) {
    const [pid, start] = name.slice(PREFIX.length).split('.');
    if (startOf(Number(pid)) === start) continue;
    const folder = join(tmpdir(), name);
    const stopped = await stopAbandonedDatabase(folder).catch(() => false);
    if (stopped) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function checked(url: string): Promise<string> {
  const { Client } = require('pg') as typeof import('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
  await client.end();
  const version = Number(rows[0]?.version);
  if (version >= 150_000) return url;
  throw new Error(`TEST_DATABASE_URL: expected PostgreSQL 15 or newer, got ${version / 10_000}.`);
}

function embedded(): Database & Processes {
  const restore = resolveSourceSpecifiers();
  try {
    return {
      ...(require('../database/embedded/index') as Database),
      ...(require('../database/embedded/processes') as Processes),
    };
  } finally {
    restore();
  }
}
