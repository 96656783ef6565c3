/** The database behind a real PgBouncer. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import pino from 'pino';
import { doctorCommand } from '../commands/doctor/doctor.js';
import { openGraph } from '../commands/open-graph.js';
import { readEnvironment } from '../settings/environment.js';
import { sql } from '../graph/sql.js';
import { assembled } from '../slices.js';
import { NetProxy } from '../testing/net-proxy.js';
import { PgBouncer, pgBouncerAbsent, pgBouncerProgram } from '../testing/pg-bouncer.js';
import { PostgresCluster, postgresPrograms, postgresProgramsAbsent } from '../testing/postgres-cluster.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { Database } from './database.js';
import { listenerOn } from './listener.fixture.js';
import { openStore } from './open-database.js';

const { entities } = assembled;
const openOn = (url: string, more: Record<string, string> = {}) =>
  openStore(readEnvironment({ DATABASE_URL: url, ...more }), entities, 'server', () => undefined);

const graphOn = (given: Record<string, string>) =>
  openGraph(readEnvironment(given), pino({ level: 'silent' }), new AbortController().signal);

let store: TestDatabase;
let pooler: PgBouncer;

if (!pgBouncerProgram) it.todo(pgBouncerAbsent);
const described = pgBouncerProgram ? describe : describe.skip;

described('PgBouncer in session mode', () => {
  let database: Database;

  beforeAll(async () => {
    store = await createTestDatabase('empty');
    pooler = await PgBouncer.before(store.url);
    database = new Database({ url: pooler.url, poolSize: 2, statementTimeoutMs: 300, lockTimeoutMs: 100 });
  });
  afterAll(async () => {
    await database.close();
    await pooler.stop();
    await store.drop();
  });

  it('a pooler in session mode serves the read path with its time limits', async () => {
    const [limits] = await database.rows(
      sql`SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`,
    );
    expect(limits).toEqual({ statement: '300ms', lock: '100ms' });
    await expect(database.rows(sql`SELECT pg_sleep(5)`)).rejects.toMatchObject({ extensions: { code: 'TIMEOUT' } });
  });

  it('a pooler in session mode serves migrations and their lock', async () => {
    const opened = await openOn(pooler.url);
    expect(await opened.dataSource.query(`SELECT current_setting('lock_timeout') AS lock`)).toEqual([{ lock: '1min' }]);
    await opened.close();
  });

  it('240 concurrent requests through a pooler in session mode are answered', async () => {
    const patient = { EVENT_LOOP_LIMIT_MS: '60000', MAX_CONCURRENT_REQUESTS: '64', QUEUE_TIMEOUT_MS: '30000' };
    const graph = await graphOn({ DATABASE_URL: pooler.url, RESPONSE_CACHE_MB: '0', ...patient });
    const ask = (i: number) =>
      graph.server.app.inject({
        method: 'POST',
        url: '/graphql',
        remoteAddress: `192.0.2.${i}`,
        payload: { query: `{ newsItems(first: ${1 + (i % 20)}) { nodes { id title } } }` },
      });
    const answers = await Promise.all(Array.from({ length: 240 }, (_, i) => ask(i)));
    await graph.server.close();
    await graph.close();
    expect(new Set(answers.map(({ body }) => /"errors":.*/.exec(body)?.[0]))).toEqual(new Set([undefined]));
  });

  it('a pooler in session mode forwards notifications', async () => {
    const listener = listenerOn(pooler.url, database);
    await listener.start();
    expect(listener.hasReceived).toBe(true);
    await listener.close();
  });

  it('through a pooler only the statement of the client that disconnects is cancelled', async () => {
    const admin = new Client({ connectionString: store.url });
    await admin.connect();
    const asleep = async () =>
      (await admin.query(`SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(%'`))
        .rowCount;
    const patient = new Database({ url: pooler.url, poolSize: 2, statementTimeoutMs: 20_000 });
    const client = new AbortController();
    const reading = patient.rows(sql`SELECT pg_sleep(${20})`, { signal: client.signal }).catch(() => 'ended');
    const other = patient.rows(sql`SELECT pg_sleep(${1})`);
    while ((await asleep()) !== 2) await delay(5);
    client.abort();
    expect(await reading).toBe('ended');
    expect(await asleep()).toBe(1);
    expect(await other).toHaveLength(1);
    await patient.close();
    await admin.end();
  });
});

described('PgBouncer in transaction mode', () => {
  beforeAll(async () => {
    store = await createTestDatabase('empty');
    pooler = await PgBouncer.before(store.url, 'transaction');
  });
  afterAll(async () => {
    await pooler.stop();
    await store.drop();
  });

  it('a pooler in transaction mode is rejected at start with advice', async () => {
    await expect(openOn(pooler.url)).rejects.toThrow(
      /^DATABASE_URL leads through a pooler in transaction mode.*pool_mode = session.*direct address/,
    );
    await expect(openOn(store.url, { DATABASE_LISTEN_URL: pooler.url })).rejects.toThrow(/^DATABASE_LISTEN_URL leads/);
  });

  it('a listener detects that a pooler in transaction mode does not forward notifications', async () => {
    const database = new Database({ url: store.url, poolSize: 2 });
    const faults: Error[] = [];
    const listener = listenerOn(pooler.url, database, (error) => faults.push(error));
    await listener.start();
    expect(faults).toMatchObject([{ name: 'DeafListenerError' }]);
    expect(listener.deafSince).toBeDefined();
    await listener.close();
    await database.close();
  });
});

if (!postgresPrograms) it.todo(postgresProgramsAbsent);

(pgBouncerProgram && postgresPrograms ? describe : describe.skip)('PgBouncer before a replica', () => {
  let primary: PostgresCluster;
  let replica: PostgresCluster;

  beforeAll(async () => {
    primary = await PostgresCluster.start();
    replica = await primary.replica();
  });
  afterAll(() => Promise.all([primary.destroy(), replica.destroy()]));

  it('a replica behind a pooler in transaction mode is rejected at start, before anything is written', async () => {
    pooler = await PgBouncer.before(replica.url(), 'transaction');
    const urls = { DATABASE_URL: primary.url(), DATABASE_REPLICA_URLS: `${replica.url()},${pooler.url}` };
    await expect(graphOn(urls)).rejects.toThrow(
      /^DATABASE_REPLICA_URLS \(replica 2\) leads through a pooler in transaction mode.*pool_mode = session/,
    );
    const told = jest.spyOn(console, 'log').mockImplementation();
    expect(await doctorCommand(readEnvironment(urls), { json: false })).toBe(1);
    expect(told.mock.calls.join()).toContain('(replica 2) leads through a pooler in transaction mode');
    const admin = new Client({ connectionString: primary.url() });
    await admin.connect();
    expect((await admin.query(`SELECT to_regclass('schema_migration') AS is`)).rows).toEqual([{ is: null }]);
    await admin.end();
    await pooler.stop();
  });

  it('a replica that returns behind a pooler in transaction mode is refused in words, and used again without it', async () => {
    pooler = await PgBouncer.before(replica.url(), 'transaction');
    const proxy = await NetProxy.before(replica.url());
    const faults: string[] = [];
    const database = new Database({
      url: primary.url(),
      replicaUrls: [proxy.url],
      replicaMaxLagMs: 60_000,
      onError: ({ message }) => faults.push(message),
    });
    const isReplica = async () =>
      (await database.rows<{ yes: boolean }>(sql`SELECT pg_is_in_recovery() AS yes`))[0]!.yes;
    const refusals = () => faults.filter((message) => message.includes('transaction mode'));
    while (!(await isReplica())) await delay(20);

    await proxy.refuse();
    proxy.leadTo(pooler.url);
    while (await isReplica()) await delay(20);
    await proxy.restore();
    while (refusals().length === 0) await delay(20);
    await delay(600);
    expect(refusals()).toEqual([
      expect.stringMatching(/^DATABASE_REPLICA_URLS \(replica 1\) leads through a pooler in transaction mode/),
    ]);
    expect(await isReplica()).toBe(false);

    await proxy.refuse();
    proxy.leadTo(replica.url());
    await proxy.restore();
    while (!(await isReplica())) await delay(20);
    await database.close();
    await proxy.close();
    await pooler.stop();
  });

  it('a replica that is first reached through a pooler in transaction mode is refused in words', async () => {
    const faults: string[] = [];
    pooler = await PgBouncer.before(replica.url(), 'transaction');
    const proxy = await NetProxy.before(pooler.url);
    await proxy.refuse();
    const database = new Database({
      url: primary.url(),
      replicaUrls: [proxy.url],
      replicaMaxLagMs: 60_000,
      onError: ({ message }) => faults.push(message),
    });
    while (faults.length === 0) await delay(20);
    await proxy.restore();
    while (!faults.some((message) => /\(replica 1\) leads through a pooler/.test(message))) await delay(20);
    expect(database.status.replicas).toMatchObject([{ isUsed: false }]);
    await database.close();
    await proxy.close();
    await pooler.stop();
  });

  it('a replica behind a pooler in session mode is used for reads, and skipped while it is unreachable', async () => {
    pooler = await PgBouncer.before(replica.url());
    const urls = { DATABASE_URL: primary.url(), DATABASE_REPLICA_URLS: pooler.url };
    const graph = await graphOn(urls);
    const isReplica = async () =>
      (await graph.database.rows<{ yes: boolean }>(sql`SELECT pg_is_in_recovery() AS yes`))[0]!.yes;
    while (!(await isReplica())) await delay(20);
    await pooler.stop();
    expect(await isReplica()).toBe(false);
    await graph.server.close();
    await graph.close();
    const without = await graphOn(urls);
    await without.server.close();
    await without.close();
  });
});

it('a database without a pooler is opened', async () => {
  store = await createTestDatabase('empty');
  const opened = await openOn(store.url);
  expect(opened.listenUrl).toBe(store.url);
  await opened.close();
  await store.drop();
});
