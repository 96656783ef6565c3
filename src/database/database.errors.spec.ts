/** The read path when the network or PostgreSQL fails. Time bounds only detect hanging. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { sql } from '../graph/sql.js';
import { NetProxy } from '../testing/net-proxy.js';
import { clusterUrl, createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { Database, type DatabaseOptions } from './database.js';

let store: TestDatabase;
let admin: Client;
let proxy: NetProxy;
let database: Database;
const reported: Error[] = [];
const returned: string[] = [];

const open = (options: Partial<DatabaseOptions> = {}) =>
  new Database({
    url: proxy.url,
    poolSize: 2,
    queueSize: 4,
    statementTimeoutMs: 300,
    lockTimeoutMs: 100,
    connectTimeoutMs: 500,
    onError: (error) => reported.push(error),
    onReturn: (title) => returned.push(title),
    ...options,
  });

const one = (reader: Database = database) => reader.rows<{ one: number }>(sql`SELECT 1 AS one`);
const sleep = (seconds: number, signal?: AbortSignal) =>
  database.rows(sql`SELECT pg_sleep(${seconds})`, signal && { signal });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: Error & { extensions?: { code: string } }) => error.extensions?.code ?? error.message,
  );

/** Queries until there is an answer. @returns the codes of the rejections before it */
async function untilAnswered(): Promise<Set<string>> {
  const codes = new Set<string>();
  for (let tries = 0; tries < 200; tries += 1) {
    const code = await codeOf(one());
    if (code === 'answered') return codes;
    codes.add(code);
    await delay(10);
  }
  throw new Error(`Still no answer: ${[...codes].join()}`);
}

/** What runs for the database under test, by state. */
const running = async (state: string) => {
  const { rows } = await admin.query<{ query: string }>(
    `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state = $1
     AND application_name LIKE 'osce%'`,
    [state],
  );
  return rows.map(({ query }) => query);
};

beforeAll(async () => {
  store = await createTestDatabase('bare');
  admin = new Client({ connectionString: store.url });
  await admin.connect();
  await admin.query('CREATE TABLE thing (id int)');
});
afterAll(async () => {
  await admin.end();
  await store.drop();
});
beforeEach(async () => {
  reported.length = returned.length = 0;
  proxy = await NetProxy.before(store.url);
  database = open();
  await one();
});
afterEach(async () => {
  const closed = database.close();
  await proxy.close();
  await closed;
});

it('PostgreSQL cancels a statement that exceeds its time limit: it fails with TIMEOUT and its connection is reused', async () => {
  const before = proxy.accepted;
  expect(await codeOf(sleep(5))).toBe('TIMEOUT');
  await one();
  expect(proxy.accepted).toBe(before);
});

it('a statement that waits too long for a lock fails with TIMEOUT', async () => {
  await admin.query('BEGIN; LOCK TABLE thing');
  expect(await codeOf(database.rows(sql`SELECT count(*) FROM thing`))).toBe('TIMEOUT');
  expect(reported[0]?.message).toMatch(/lock timeout/);
  await admin.query('ROLLBACK');
});

it('PostgreSQL ends a transaction that is idle for too long, and its connection is replaced', async () => {
  const stuck = database.snapshot(async (reader) => {
    await delay(600);
    return reader.rows(sql`SELECT 1`);
  });
  await expect(stuck).rejects.toThrow(/not queryable|terminat/i);
  expect(await one()).toEqual([{ one: 1 }]);
});

it('when all connections are busy and the queue is full, further statements are rejected at once', async () => {
  const busy = [sleep(0.2), sleep(0.2)];
  const waiting = Array.from({ length: 4 }, () => codeOf(one()));
  expect(await codeOf(one())).toBe('SERVICE_UNAVAILABLE');
  expect(reported).toMatchObject([{ name: 'PoolExhaustedError' }]);
  expect(await Promise.all(waiting)).toEqual(['answered', 'answered', 'answered', 'answered']);
  await Promise.all(busy);
});

it('waiting for a busy connection times out, and the server still counts as reachable', async () => {
  await database.close();
  database = open({ statementTimeoutMs: 3_000, connectTimeoutMs: 50 });
  const busy = [sleep(0.4), sleep(0.4)];
  expect(await codeOf(one())).toBe('SERVICE_UNAVAILABLE');
  expect(reported).toMatchObject([{ name: 'PoolExhaustedError' }]);
  await Promise.all(busy);
  expect(returned).toEqual([]);
  expect(await codeOf(one())).toBe('answered');
});

it('a read whose connection is reset is retried once and answered', async () => {
  const reading = database.rows(sql`SELECT 1 AS one, pg_sleep(0.2)`);
  await delay(50);
  proxy.reset();
  expect(await reading).toMatchObject([{ one: 1 }]);
});

it('a read is not retried a second time', async () => {
  const reading = codeOf(database.rows(sql`SELECT pg_sleep(0.25)`));
  await delay(50);
  proxy.reset();
  await delay(200);
  proxy.reset();
  expect(await reading).toBe('SERVICE_UNAVAILABLE');
});

it('connections that an administrator terminates are replaced transparently', async () => {
  await Promise.all([one(), one()]);
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`);
  expect(await Promise.all([one(), one(), one()])).toHaveLength(3);
});

it('requests are rejected while nothing listens, and the first one after the server returns is answered', async () => {
  await proxy.refuse();
  expect(await codeOf(one())).toBe('SERVICE_UNAVAILABLE');
  await proxy.restore();
  expect([...(await untilAnswered())].filter((code) => code !== 'SERVICE_UNAVAILABLE')).toEqual([]);
});

it('in a network black hole statements end, later ones are rejected at once, and service resumes when it ends', async () => {
  await Promise.all([one(), one()]);
  proxy.blackHole();
  // Nobody tells that the connections are dead: the first statements on them find out.
  expect(await Promise.all([codeOf(one()), codeOf(one())])).toEqual(['TIMEOUT', 'TIMEOUT']);
  for (let tries = 0; tries < 200 && !database.error; tries += 1) await delay(10);
  expect(database.error).toBeDefined();
  const before = performance.now();
  for (let i = 0; i < 20; i += 1) expect(await codeOf(one())).toBe('SERVICE_UNAVAILABLE');
  expect(performance.now() - before).toBeLessThan(5_000);
  await proxy.restore();
  await untilAnswered();
  expect(returned).toEqual(['primary']);
  expect(reported.filter(({ name }) => name === 'ServerUnreachableError')).toHaveLength(1);
});

it('half-open connections are closed, not reused: once one statement detects them, all others are answered', async () => {
  await Promise.all([one(), one()]);
  proxy.halfOpen();
  expect(await codeOf(one())).toBe('TIMEOUT');
  expect(reported.map(({ name }) => name)).toContain('HungConnectionError');
  await database.suspect();
  expect(await Promise.all([one(), one(), one()])).toHaveLength(3);
});

it('statements are answered despite network latency', async () => {
  proxy.delay(40);
  expect(await one()).toEqual([{ one: 1 }]);
});

it('a statement whose client disconnects is cancelled, and its connection is reused', async () => {
  const asked = () => running('active').then((queries) => queries.filter((query) => query.includes('pg_sleep')));
  await database.close();
  database = open({ poolSize: 1, statementTimeoutMs: 20_000 });
  await one();
  const before = proxy.accepted;
  const client = new AbortController();
  const reading = codeOf(sleep(20, client.signal));
  while ((await asked()).length === 0) await delay(5);
  client.abort();
  expect(await reading).toBe('SERVICE_UNAVAILABLE');
  await one();
  expect(await asked()).toEqual([]);
  // One more was made, to send the request to cancel.
  expect(proxy.accepted).toBe(before + 1);
  expect(reported).toEqual([]);
});

it('a statement whose client has already disconnected is not sent', async () => {
  const count = async () => (await running('idle')).filter((query) => query.includes('never sent')).length;
  await codeOf(database.rows(sql`SELECT 'never sent'`, { signal: AbortSignal.abort() }));
  expect(await count()).toBe(0);
  await database.rows(sql`SELECT 'never sent'`);
  expect(await count()).toBe(1);
});

it('a column whose type a migration changed is read without a restart', async () => {
  const read = () => database.rows(sql`SELECT * FROM thing`);
  await Promise.all([read(), read()]);
  await admin.query('ALTER TABLE thing ALTER id TYPE text');
  expect(await Promise.all([read(), read()])).toEqual([[], []]);
});

it('when the server has no connection slots left, open connections keep working and it counts as reachable', async () => {
  const name = new URL(store.url).pathname.slice(1);
  // One of the two is ours already, the other is that of this test.
  await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT 2`);
  const busy = sleep(0.2);
  await delay(50);
  expect(await codeOf(one())).toBe('SERVICE_UNAVAILABLE');
  await busy;
  expect(await codeOf(one())).toBe('answered');
  expect(database.error).toBeUndefined();
  await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
});

it('when the server has no connection slots left and one connection breaks, the others keep working', async () => {
  const name = new URL(store.url).pathname.slice(1);
  await Promise.all([sleep(0.05), sleep(0.05)]);
  // Those that are open stay; no new one is taken, also not that of a probe.
  await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT 1`);
  try {
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'osce-content-graph' LIMIT 1`);
    while (reported.length === 0) await delay(5);
    for (let i = 0; i < 20; i += 1) {
      expect(await codeOf(one())).toBe('answered');
      await delay(25);
    }
    expect(database.error).toBeUndefined();
    expect(reported).toMatchObject([{ code: '57P01' }]);
  } finally {
    await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
  }
});

it('when the server rejects logins, open connections keep working, and the pool recovers without a restart', async () => {
  const name = new URL(store.url).pathname.slice(1);
  const others = new Client({ connectionString: clusterUrl() });
  await others.connect();
  await others.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  try {
    // One connection is open; a second statement at the same time needs a new one.
    const busy = codeOf(sleep(0.2));
    expect(await codeOf(one())).toBe('SERVICE_UNAVAILABLE');
    expect(reported).toMatchObject([
      { name: 'RefusedConnectionError', message: expect.stringMatching(/accepting connect/) },
    ]);
    expect(await busy).toBe('answered');
    expect(await codeOf(one())).toBe('answered');
    expect(database.error).toBeUndefined();
    // With the last connection gone nobody is served, and this is said once.
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'osce-content-graph'`);
    while (!database.error) await delay(5);
    reported.length = 0;
    for (let i = 0; i < 5; i += 1) expect(await codeOf(one())).toBe('SERVICE_UNAVAILABLE');
    expect(reported).toEqual([]);
  } finally {
    await others.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await others.end();
  }
  expect(await untilAnswered()).toEqual(new Set(['SERVICE_UNAVAILABLE']));
});

it('a slow statement is reported with its plan and without its values', async () => {
  const told: unknown[] = [];
  await database.close();
  database = open({ slow: { fromMs: 50, withPlan: true, onSlow: (slow) => told.push(slow) } });
  const read = () => database.rows(sql`SELECT ${'secret'}::text, pg_sleep(0.08) FROM pg_class LIMIT 1`);
  await read();
  await read();
  for (let tries = 0; tries < 100 && told.length < 2; tries += 1) await delay(10);
  expect(told).toMatchObject([{ text: expect.stringContaining('$1::text') }, {}]);
  // The second has no plan: each statement is explained once a minute.
  expect(told.filter((slow) => (slow as { plan?: unknown }).plan)).toMatchObject([
    { plan: expect.arrayContaining([expect.stringContaining('Seq Scan on pg_class')]) },
  ]);
  expect(JSON.stringify(told)).not.toContain('secret');
});
