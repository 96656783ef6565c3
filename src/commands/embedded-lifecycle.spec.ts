/** The lifecycle of processes with the embedded PostgreSQL. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { placesIn } from '../database/embedded/folder.js';
import { stopAbandonedDatabase } from '../database/embedded/index.js';
import { findPostmaster } from '../database/embedded/postmaster.js';
import { build, projectRoot, startServer, type ServerProcess } from '../testing/built-server.js';

// PostgreSQL is started several times, and given up only after some seconds.
jest.setTimeout(120_000);

let dataDir: string;
let server: ServerProcess | undefined;

beforeAll(async () => {
  await build();
  dataDir = await mkdtemp(join(tmpdir(), 'osce-graph-lifecycle-'));
});
afterEach(() => void server?.child.kill('SIGKILL'));
afterAll(async () => {
  await stopAbandonedDatabase(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

const start = async (given: NodeJS.ProcessEnv = {}) =>
  (server = await startServer({ DATA_DIR: dataDir, LOG_REQUESTS: 'false', METRICS: 'false', ...given }));
const postmaster = async () => (await findPostmaster(placesIn(dataDir)))?.pid;

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 6_000; tries += 1) {
    if (await isSo()) return;
    await delay(10);
  }
  throw new Error(`After a minute it is still not so: ${what}`);
}

/** The status of `/readyz` and what it says of the database. */
async function readiness(): Promise<[number, string]> {
  const response = await fetch(`${server!.origin}/readyz`);
  const { checks } = (await response.json()) as { checks: { database: string } };
  return [response.status, checks.database];
}

it('a killed embedded PostgreSQL is restarted, and the server answers again', async () => {
  const { origin, log, end } = await start();
  const before = await postmaster();
  process.kill(before!, 'SIGKILL');
  await until('another runs', async () => ![undefined, before].includes(await postmaster()));
  await until('it is ready', async () => (await readiness())[0] === 200);
  const query = JSON.stringify({ query: '{ newsItems(first: 1) { nodes { id } } }' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/graphql`, { method: 'POST', headers, body: query });
  expect(await answer.json()).toHaveProperty('data.newsItems.nodes.0.id');
  expect(log()).toContain('PostgreSQL has ended and is started again (try 1 of 5)');
  expect(await end('SIGTERM')).toBe(0);
  expect(await postmaster()).toBeUndefined();
});

it('if the embedded PostgreSQL cannot be restarted, the process logs that and ends with 1', async () => {
  const { log, end } = await start();
  const version = join(placesIn(dataDir).pgdata, 'PG_VERSION');
  await writeFile(version, '9\n');
  process.kill((await postmaster())!, 'SIGKILL');
  await until('a later try', () => log().includes('(try 4 of 5)'));
  expect(await readiness()).toEqual([503, 'unavailable: PostgreSQL has ended and is started again (try 4 of 5)']);
  expect(await end()).toBe(1);
  expect(log()).toMatch(/could not be started again, in 5 tries: PostgreSQL did not start[^]*version 9[^]*stopped/);
  await writeFile(version, '18\n');
});

it('a server whose terminal is closed stops its embedded PostgreSQL', async () => {
  const { end } = await start();
  expect(await end('SIGHUP')).toBe(0);
  expect(await postmaster()).toBeUndefined();
});

it.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)(
  'an import that receives %s stops the embedded PostgreSQL',
  async (signal) => {
    const file = join(dataDir, 'many.jsonl');
    const one = (i: number) => JSON.stringify({ type: 'Event', slug: `event-${i}`, title: `Event ${i}` });
    await writeFile(file, Array.from({ length: 200_000 }, (_, i) => `${one(i)}\n`).join(''));
    const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
    const child = spawn(process.execPath, ['dist/main.js', 'import', file], { cwd: projectRoot, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
    const closed = once(child, 'close');
    await until('it is at work', () => said.includes('the schema is up to date'));
    child.kill(signal);
    const [code] = (await closed) as [number | null];
    expect(said).toContain(`${signal}: stopping`);
    expect(code).toBe({ SIGHUP: 129, SIGTERM: 143, SIGINT: 130 }[signal]);
    expect(await postmaster()).toBeUndefined();
  },
);

it('production without DATABASE_URL is logged as a warning before anything is opened', async () => {
  const { log, end } = await start({ NODE_ENV: 'production', SHUTDOWN_DELAY_MS: '0' });
  expect(log()).toMatch(/"level":40[^\n]*NODE_ENV is production and DATABASE_URL is not set/);
  expect(await end('SIGTERM')).toBe(0);
  const other = await start();
  expect(other.log()).not.toContain('NODE_ENV');
  expect(await other.end('SIGTERM')).toBe(0);
});
