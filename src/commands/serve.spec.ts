/** Readiness, metrics and log of a server process whose database fails. */
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { build, projectRoot, startServer, type ServerProcess } from '../testing/built-server.js';
import { NetProxy } from '../testing/net-proxy.js';
import { PostgresCluster, postgresPrograms, postgresProgramsAbsent } from '../testing/postgres-cluster.js';
import { createTestDatabase, createUnusualDatabase, type TestDatabase } from '../testing/test-database.js';

// Processes are started, and one is waited for until it has been without notifications for ten seconds.
jest.setTimeout(90_000);

let store: TestDatabase;
let admin: Client;
let server: ServerProcess | undefined;

beforeAll(async () => {
  await build();
  store = await createTestDatabase('organization');
  admin = new Client({ connectionString: store.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await store.drop();
});
afterEach(() => void server?.child.kill('SIGKILL'));

const get = (path: string) => fetch(`${server!.origin}${path}`);
const ask = (query: string) =>
  fetch(`${server!.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
const stored = '{ newsItems(first: 1) { nodes { id } } }';

/** Readiness, with the failed checks. */
async function readiness(): Promise<{ status: number; wrong: Record<string, string> }> {
  const response = await get('/readyz');
  const { checks } = (await response.json()) as { checks: Record<string, string> };
  const wrong = Object.fromEntries(Object.entries(checks).filter(([, state]) => state !== 'ok'));
  return { status: response.status, wrong };
}
async function metric(line: string): Promise<number | undefined> {
  const text = await (await get('/metrics')).text();
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length));
}
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return;
    await delay(50);
  }
  throw new Error(`After twenty seconds it is still not so: ${what}`);
}

/** Makes the last migration look as if it had not been run. @returns its name, and a way to have it back */
async function forgetMigration() {
  const { rows } = await admin.query<{ id: number; timestamp: string; name: string }>(
    'DELETE FROM schema_migration WHERE id = (SELECT max(id) FROM schema_migration) RETURNING *',
  );
  const [last] = rows;
  return {
    name: last!.name,
    back: () => admin.query('INSERT INTO schema_migration VALUES ($1, $2, $3)', Object.values(last!)),
  };
}

it('the server exposes metrics on METRICS_PORT until it ends', async () => {
  server = await startServer({ DATABASE_URL: store.url, METRICS_PORT: '0' });
  const [, metrics] = /Metrics at (http:\/\/localhost:\d+\/metrics)/.exec(server.log())!;
  expect(await (await fetch(metrics!)).text()).toContain('graph_catalogue_listening 1');
  expect((await get('/metrics')).status).toBe(404);
  expect(await server.end('SIGTERM')).toBe(0);
  server = await startServer({ DATABASE_URL: store.url, METRICS_PORT: '0', METRICS: 'false' });
  expect(server.log()).not.toContain('Metrics at');
  expect((await get('/metrics')).status).toBe(404);
});

it('the server is not ready while a migration is missing', async () => {
  server = await startServer({ DATABASE_URL: store.url });
  const { name, back } = await forgetMigration();
  expect(await readiness()).toEqual({ status: 503, wrong: { migrations: `the schema lacks ${name}` } });
  await back();
  expect(await readiness()).toEqual({ status: 200, wrong: {} });
});

it('migrations are checked again when the database comes back', async () => {
  const proxy = await NetProxy.before(store.url);
  try {
    server = await startServer({ DATABASE_URL: proxy.url });
    expect(await readiness()).toEqual({ status: 200, wrong: {} });
    await proxy.refuse();
    await until('it is not ready', async () => (await readiness()).wrong['database'] !== undefined);
    const { name, back } = await forgetMigration();
    // As long as nobody can look, what was found before holds: here the column is missing, there a connection.
    await admin.query('ALTER TABLE schema_migration RENAME name TO name_then');
    await proxy.restore();
    await until('its database is back', async () => (await readiness()).wrong['database'] === undefined);
    const unseen = await readiness();
    await admin.query('ALTER TABLE schema_migration RENAME name_then TO name');
    const found = await readiness();
    await back();
    expect(unseen).toEqual({ status: 200, wrong: {} });
    expect(found).toEqual({ status: 503, wrong: { migrations: `the schema lacks ${name}` } });
    expect(await readiness()).toEqual({ status: 200, wrong: {} });
  } finally {
    server?.child.kill('SIGKILL');
    await proxy.close();
  }
});

it('while the database is unreachable the server is alive but not ready, and it recovers with the database', async () => {
  const proxy = await NetProxy.before(store.url);
  server = await startServer({ DATABASE_URL: proxy.url, RESPONSE_CACHE_MB: '1' });
  expect(await readiness()).toEqual({ status: 200, wrong: {} });
  for (let i = 0; i < 2; i += 1) expect((await ask(stored)).status).toBe(200);
  expect(await metric('graph_cache_requests_total{outcome="hit"}')).toBe(1);
  expect(await metric('graph_statement_duration_seconds_count{server="primary"}')).toBeGreaterThan(0);
  expect(await metric('graph_database_up{server="primary"}')).toBe(1);
  expect(await metric('graph_catalogue_listening')).toBe(1);

  await proxy.refuse();
  expect((await ask('{ newsItems(first: 2) { nodes { id } } }')).status).toBe(503);
  expect(await metric('graph_database_up{server="primary"}')).toBe(0);
  expect(await metric('graph_statement_faults_total{kind="away"}')).toBeGreaterThan(0);
  const { status, wrong } = await readiness();
  expect([status, wrong['database']]).toEqual([503, expect.stringMatching(/^unavailable: /)]);
  expect((await get('/livez')).status).toBe(200);
  expect((await ask('{ country(isoCode: "MT") { name } }')).status).toBe(200);
  expect((await ask(stored)).status).toBe(200);
  expect(await metric('graph_catalogue_listening')).toBe(0);
  await until('it reports that it is not notified of changes', async () =>
    /^not notified of changes for \d+ s$/.test((await readiness()).wrong['catalogue'] ?? ''),
  );

  await proxy.restore();
  await until('it is ready', async () => (await readiness()).status === 200);
  await until('it is told of changes', async () => (await metric('graph_catalogue_listening')) === 1);
  // What changed meanwhile is not known: the answers of before are let go.
  const hits = await metric('graph_cache_requests_total{outcome="hit"}');
  expect((await ask(stored)).status).toBe(200);
  expect(await metric('graph_cache_requests_total{outcome="hit"}')).toBe(hits);
  expect((await ask('{ newsItems(first: 3) { nodes { id } } }')).status).toBe(200);
  expect(server.log()).toContain('the primary answers again');
  await proxy.close();
});

const withReplica = 'while its primary is away and a replica answers it is ready';
(postgresPrograms ? it : it.skip)(
  postgresPrograms ? withReplica : `${withReplica} (${postgresProgramsAbsent})`,
  async () => {
    const primary = await PostgresCluster.start();
    const replica = await primary.replica();
    try {
      // A change of the schema is a second of writing, which the replica has to follow first.
      const settings = { DATABASE_REPLICA_URLS: replica.url(), REPLICA_MAX_LAG_MS: '60000', RESPONSE_CACHE_MB: '0' };
      server = await startServer({ DATABASE_URL: primary.url(), ...settings });
      await until(
        'the replica is near',
        async () => ((await metric('graph_replica_lag_seconds{server="replica 1"}')) ?? 9) < 1,
      );
      await primary.end();
      await until('it knows', async () => (await metric('graph_database_up{server="primary"}')) === 0);
      // Longer than a process may be without notifications that it could have had.
      for (const from = Date.now(); Date.now() - from < 12_000;) {
        await delay(500);
        expect(await readiness()).toEqual({ status: 200, wrong: {} });
        expect((await ask(stored)).status).toBe(200);
      }
      await primary.begin();
      await until('it is told of changes', async () => {
        expect(await readiness()).toEqual({ status: 200, wrong: {} });
        return (await metric('graph_catalogue_listening')) === 1;
      });
    } finally {
      server?.child.kill('SIGKILL');
      await Promise.all([primary.destroy(), replica.destroy()]);
    }
  },
);

it('the server logs slow statements, with their plan if enabled', async () => {
  server = await startServer({ DATABASE_URL: store.url, SLOW_STATEMENT_MS: '0', SLOW_STATEMENT_PLAN: 'true' });
  await ask(stored);
  await until('a plan is logged', () =>
    Promise.resolve(/"text":"[^"]*news_item.*"plan":\[".*"msg":"slow statement"/.test(server!.log())),
  );
});

it('a read-only database is served, and an import into it reports why it fails', async () => {
  const name = new URL(store.url).pathname.slice(1);
  await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  try {
    server = await startServer({ DATABASE_URL: store.url });
    expect(await readiness()).toEqual({ status: 200, wrong: {} });
    expect(await (await ask(stored)).json()).not.toHaveProperty('errors');
    const env = { PATH: process.env['PATH'], DATABASE_URL: store.url };
    const command = ['dist/main.js', 'import', 'package.json'];
    const ended = promisify(execFile)(process.execPath, command, { cwd: projectRoot, env });
    await expect(ended).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/read-only transaction\n$/) });
  } finally {
    await admin.query('SET default_transaction_read_only = off');
    await admin.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  }
});

it('a LATIN1 database is rejected before anything is written to it', async () => {
  const unusual = await createUnusualDatabase(`ENCODING 'LATIN1' LOCALE 'C'`);
  const starting = startServer({ DATABASE_URL: unusual.url });
  await expect(starting).rejects.toThrow(/The database is not supported: its encoding is LATIN1: .*\.$/m);
  const reader = new Client({ connectionString: unusual.url });
  await reader.connect();
  const { rowCount } = await reader.query(`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
  expect(rowCount).toBe(0);
  await reader.end();
  await unusual.drop();
});

it('news items left by a killed import become searchable at the next start, unless the database is read-only', async () => {
  const name = new URL(store.url).pathname.slice(1);
  await admin.query('INSERT INTO searchable_due SELECT id FROM news_item LIMIT 3');
  await admin.query(
    'DELETE FROM searchable_text USING searchable_due AS due WHERE due.node_id = searchable_text.node_id',
  );
  const due = async () => (await admin.query('SELECT FROM searchable_due')).rowCount;
  await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  try {
    server = await startServer({ DATABASE_URL: store.url });
    await until('the error is told', () =>
      Promise.resolve(server!.log().includes('could not make the remaining news items searchable')),
    );
    expect(await readiness()).toEqual({ status: 200, wrong: {} });
    expect(await server.end('SIGTERM')).toBe(0);
  } finally {
    await admin.query('SET default_transaction_read_only = off');
    await admin.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  }
  expect(await due()).toBe(3);
  server = await startServer({ DATABASE_URL: store.url });
  await until('nothing is due', async () => (await due()) === 0);
  const lacking = await admin.query('SELECT FROM news_item WHERE id NOT IN (SELECT node_id FROM searchable_text)');
  expect(lacking.rowCount).toBe(0);
  await until('it says so', () => Promise.resolve(server!.log().includes('made 3 news items searchable')));
});
