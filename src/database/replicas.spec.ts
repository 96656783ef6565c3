/** Reads on real streaming replicas, and what becomes of them when servers stop, lag and are promoted. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { sql } from '../graph/sql.js';
import { NetProxy } from '../testing/net-proxy.js';
import { PostgresCluster, postgresPrograms, postgresProgramsAbsent } from '../testing/postgres-cluster.js';
import { Database } from './database.js';

const title = 'reads on replicas';
/** Sends a statement to a server, past the database under test. */
async function send(cluster: PostgresCluster, statement: string): Promise<void> {
  const client = new Client({ connectionString: cluster.url() });
  await client.connect();
  await client.query(statement);
  await client.end();
}

const suite = postgresPrograms ? describe : describe.skip;

suite(postgresPrograms ? title : `${title} (${postgresProgramsAbsent})`, () => {
  let primary: PostgresCluster;
  let replica: PostgresCluster;
  let proxy: NetProxy;
  let database: Database;
  const faults: Error[] = [];

  beforeAll(async () => {
    primary = await PostgresCluster.start();
    replica = await primary.replica();
    await send(primary, 'CREATE TABLE thing (number int)');
  });
  afterAll(() => Promise.all([primary.destroy(), replica.destroy()]));

  beforeEach(async () => {
    faults.length = 0;
    proxy = await NetProxy.before(replica.url());
    database = new Database({
      url: primary.url(),
      replicaUrls: [proxy.url],
      replicaMaxLagMs: 1_000,
      statementTimeoutMs: 500,
      onError: (error) => faults.push(error),
    });
  });
  afterEach(async () => {
    await database.close();
    await proxy.close();
  });

  const readsOnReplica = async () => {
    const [row] = await database.rows<{ yes: boolean }>(sql`SELECT pg_is_in_recovery() AS yes`);
    return row!.yes;
  };
  async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
    for (let tries = 0; tries < 500; tries += 1) {
      if (await isSo()) return;
      await delay(10);
    }
    throw new Error(`After five seconds it is still not so: ${what}`);
  }
  /** Lets the replica receive, but not apply, what the primary writes. */
  const setApplying = (isApplying: boolean) =>
    send(replica, `SELECT pg_wal_replay_${isApplying ? 'resume' : 'pause'}()`);
  const write = () => send(primary, 'INSERT INTO thing VALUES (1)');
  const countOf = async () => (await database.rows<{ n: number }>(sql`SELECT count(*)::int AS n FROM thing`))[0]!.n;

  it('reads go to the replica, snapshots to the primary', async () => {
    await until('a read on the replica', readsOnReplica);
    const onPrimary = await database.snapshot((reader) => reader.rows(sql`SELECT pg_is_in_recovery() AS yes`));
    expect(onPrimary).toEqual([{ yes: false }]);
    expect(database.status.replicas).toMatchObject([{ title: 'replica 1', isUsed: true }]);
  });

  it('a replica beyond the lag limit is not used until it has caught up', async () => {
    await until('a read on the replica', readsOnReplica);
    await setApplying(false);
    try {
      await until('a read on the primary', async () => {
        await write();
        return !(await readsOnReplica());
      });
      expect(database.status.replicas[0]!.lagMs).toBeGreaterThan(1_000);
    } finally {
      await setApplying(true);
    }
    await until('a read on the replica', readsOnReplica);
  });

  it('reads after a change notification include the change, whatever the lag of the replica', async () => {
    await until('a read on the replica', readsOnReplica);
    await setApplying(false);
    const before = await countOf();
    await write();
    database.noticeChange();
    expect(await countOf()).toBe(before + 1);
    await delay(300);
    expect(await countOf()).toBe(before + 1);
    await setApplying(true);
    await until('a read on the replica', readsOnReplica);
    expect(await countOf()).toBe(before + 1);
  });

  it('when a replica fails the primary answers the same request, and the replica is used again after its return', async () => {
    await until('a read on the replica', readsOnReplica);
    const reading = database.rows<{ yes: boolean }>(sql`SELECT pg_is_in_recovery() AS yes, pg_sleep(0.2)`);
    await delay(50);
    await proxy.refuse();
    expect(await reading).toMatchObject([{ yes: false }]);
    for (let i = 0; i < 10; i += 1) expect(await readsOnReplica()).toBe(false);
    await proxy.restore();
    await until('a read on the replica', readsOnReplica);
  });

  it('replicas answer while the primary is stopped, and the primary is used again when it restarts', async () => {
    await until('a read on the replica', readsOnReplica);
    await primary.end();
    for (let i = 0; i < 5; i += 1) expect(await readsOnReplica()).toBe(true);
    expect(database.error).toBeUndefined();
    await primary.begin();
    await until('the primary is back', () => database.primary.away === undefined);
    expect(await database.snapshot((reader) => reader.rows(sql`SELECT 1 AS one`))).toEqual([{ one: 1 }]);
  });

  it('replicas answer while the primary is stopped, even without the last notified change', async () => {
    await database.close();
    // Long enough for the primary to be stopped within it.
    database = new Database({ url: primary.url(), replicaUrls: [proxy.url], replicaMaxLagMs: 60_000 });
    await until('a read on the replica', readsOnReplica);
    const before = await countOf();
    await setApplying(false);
    try {
      await write();
      database.noticeChange();
      await until('the change is read', async () => (await countOf()) === before + 1);
      await primary.end();
      await until('the primary is found to be away', async () => {
        await readsOnReplica().catch(() => undefined);
        return database.primary.away !== undefined;
      });
      expect(await readsOnReplica()).toBe(true);
      expect(await countOf()).toBe(before);
      expect(database.error).toBeUndefined();
    } finally {
      await setApplying(true);
      await primary.begin();
    }
    await until('the change is read', async () => (await countOf().catch(() => 0)) === before + 1);
    await until('a read on the replica', readsOnReplica);
  });

  it('the primary answers reads for which a replica has no capacity', async () => {
    await database.close();
    const urls = { url: primary.url(), replicaUrls: [proxy.url] };
    database = new Database({ ...urls, poolSize: 2, queueSize: 10, onError: (error) => faults.push(error) });
    await until('a read on the replica', readsOnReplica);
    const reads = Array.from({ length: 20 }, () =>
      database.rows<{ yes: boolean }>(sql`SELECT pg_is_in_recovery() AS yes, pg_sleep(0.02)`),
    );
    const onReplica = (await Promise.all(reads)).map(([row]) => row!.yes);
    expect(new Set(onReplica)).toEqual(new Set([true, false]));
    expect(faults).toEqual([]);
  });

  it.each(['CONNECTION LIMIT 1', 'NOLOGIN'])(
    'what a replica takes no connection for (%s) is answered by the primary',
    async (limit) => {
      await database.close();
      await send(primary, 'DROP ROLE IF EXISTS visitor');
      await send(primary, 'CREATE ROLE visitor LOGIN');
      const replicaUrl = proxy.url.replace('//graph@', '//visitor@');
      const urls = { url: primary.url(), replicaUrls: [replicaUrl], replicaMaxLagMs: 60_000 };
      database = new Database({ ...urls, onError: (error) => faults.push(error) });
      await until('a read on the replica', readsOnReplica);
      await send(primary, `ALTER ROLE visitor ${limit}`);
      await until('it takes none', async () => {
        const client = new Client({ connectionString: replicaUrl });
        client.on('error', () => undefined);
        const isTaken = await client.connect().then(
          () => true,
          () => false,
        );
        if (isTaken) await client.end();
        return !isTaken;
      });
      const read = () => database.rows<{ yes: boolean }>(sql`SELECT pg_is_in_recovery() AS yes, pg_sleep(0.1)`);
      const onReplica = (await Promise.all([read(), read(), read()])).map(([row]) => row!.yes);
      expect(new Set(onReplica)).toEqual(new Set([true, false]));
      expect(faults).toEqual([]);
    },
  );

  it('reads continue in the same process when the database address leads to the promoted replica', async () => {
    await proxy.close();
    await database.close();
    proxy = await NetProxy.before(primary.url());
    database = new Database({ url: proxy.url, statementTimeoutMs: 500, onError: (error) => faults.push(error) });
    expect(await readsOnReplica()).toBe(false);
    await primary.end();
    expect(await database.rows(sql`SELECT 1`).catch((error: Error) => error.message)).toMatch(/unavailable/);
    await replica.promote();
    proxy.leadTo(replica.url());
    await until('an answer', () =>
      database.rows(sql`SELECT 1`).then(
        () => true,
        () => false,
      ),
    );
    expect(await readsOnReplica()).toBe(false);
    expect(await countOf()).toBeGreaterThan(0);
  });
});
