/** A server whose database is replaced by a backup while it serves, with the programs of a distribution. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { build, startServer, type ServerProcess } from '../testing/built-server.js';
import { PostgresCluster, postgresPrograms, postgresProgramsAbsent } from '../testing/postgres-cluster.js';

// A cluster and a server are started, and backups are made and read.
jest.setTimeout(120_000);

const run = promisify(execFile);
const query = '{ country(isoCode: "MT") { capital newsItems(first: 1) { nodes { title } } } }';

let home: string;
let cluster: PostgresCluster | undefined;
let server: ServerProcess | undefined;
let admin: Client | undefined;

beforeAll(async () => {
  await build();
  home = await mkdtemp(join(tmpdir(), 'osce-graph-backup-'));
});
afterEach(async () => {
  await admin?.end();
  server?.child.kill('SIGKILL');
  await cluster?.destroy();
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** An answer by the name of a capital and the title of a news item. */
async function ask(): Promise<string> {
  const response = await fetch(`${server!.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.text();
}
async function hits(): Promise<number> {
  const text = await (await fetch(`${server!.origin}/metrics`)).text();
  return Number(/graph_cache_requests_total\{outcome="hit"\} (\d+)/.exec(text)?.[1] ?? 0);
}
async function untilAsked(isSo: (answer: string) => boolean): Promise<string> {
  let answer = '';
  for (let tries = 0; tries < 200; tries += 1) {
    answer = await ask();
    if (isSo(answer)) return answer;
    await delay(100);
  }
  throw new Error(`After twenty seconds it still answers ${answer}`);
}

const title = 'pg_restore --clean under a running server is seen: the catalogue and kept answers are read anew';
(postgresPrograms ? it : it.skip)(postgresPrograms ? title : `${title} (${postgresProgramsAbsent})`, async () => {
  cluster = await PostgresCluster.start();
  const url = cluster.url();
  const backup = join(home, 'backup');
  server = await startServer({ DATABASE_URL: url });
  admin = new Client({ connectionString: url });
  await admin.connect();
  const before = await ask();
  await run(join(postgresPrograms!, 'pg_dump'), ['--format=custom', `--file=${backup}`, url]);

  await admin.query(`UPDATE country SET capital = 'Changed capital' WHERE iso_code = 'MT'`);
  await admin.query(`UPDATE news_item SET title = 'Changed title'`);
  const isChanged = (answer: string) => answer.includes('Changed capital') && answer.includes('Changed title');
  const changed = await untilAsked(isChanged);
  const hitsBefore = await hits();
  for (let i = 0; i < 3; i += 1) expect(await ask()).toBe(changed);
  expect(await hits()).toBe(hitsBefore + 3);

  await run(join(postgresPrograms!, 'pg_restore'), ['--clean', '--if-exists', '--no-owner', `--dbname=${url}`, backup]);
  await untilAsked((answer) => answer === before);
  expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
  expect((await admin.query(`SELECT FROM country WHERE capital = 'Changed capital'`)).rowCount).toBe(0);
  // Kept again, and told of changes by the triggers that were made anew.
  await ask();
  const hitsAfter = await hits();
  await ask();
  expect(await hits()).toBe(hitsAfter + 1);
  await admin.query(`UPDATE country SET capital = 'Changed capital' WHERE iso_code = 'MT'`);
  await admin.query(`UPDATE news_item SET title = 'Changed title'`);
  await untilAsked(isChanged);
});
