/** The owner can drop a database that is in use: here by autovacuum of a real PostgreSQL and by a client. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { dropDatabase } from './drop-database.js';
import { PostgresCluster, postgresPrograms, postgresProgramsAbsent } from './postgres-cluster.js';

const title = 'dropping a database';
const suite = postgresPrograms ? describe : describe.skip;

suite(postgresPrograms ? title : `${title} (${postgresProgramsAbsent})`, () => {
  let cluster: PostgresCluster;
  let superuser: Client;
  let owner: Client;

  beforeAll(async () => {
    cluster = await PostgresCluster.start();
    superuser = await connect(cluster.url());
    await superuser.query('CREATE ROLE owner LOGIN CREATEDB');
    // Autovacuum starts within a second and would need minutes for the table below.
    await superuser.query('ALTER SYSTEM SET autovacuum_naptime = 1');
    await superuser.query('ALTER SYSTEM SET autovacuum_vacuum_cost_delay = 100');
    await superuser.query('ALTER SYSTEM SET autovacuum_vacuum_cost_limit = 1');
    await superuser.query('SELECT pg_reload_conf()');
    owner = await connect(asOwner('postgres'));
  });
  afterAll(async () => {
    await Promise.all([superuser.end(), owner.end()]);
    await cluster.destroy();
  });

  const asOwner = (database: string) => cluster.url(database).replace('graph@', 'owner@');
  async function connect(url: string): Promise<Client> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return client;
  }
  async function count(query: string): Promise<number> {
    return (await superuser.query<{ count: number }>(`SELECT count(*)::int ${query}`)).rows[0]!.count;
  }
  async function untilVacuumed(name: string): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      const workers = `FROM pg_stat_activity WHERE datname = '${name}' AND backend_type = 'autovacuum worker'`;
      if ((await count(workers)) > 0) return;
      await delay(50);
    }
    throw new Error('No autovacuum came within 15 seconds');
  }

  it('dropping a database cancels its autovacuum and terminates its clients', async () => {
    await owner.query('CREATE DATABASE vacuumed');
    const client = await connect(asOwner('vacuumed'));
    const errors: Error[] = [];
    client.on('error', (error) => errors.push(error));
    await client.query('CREATE TABLE filled AS SELECT n, repeat(md5(n::text), 20) FROM generate_series(1, 20000) n');
    await client.query('DELETE FROM filled WHERE n % 2 = 0');
    await client.query('SELECT pg_stat_force_next_flush()');
    await untilVacuumed('vacuumed');

    await dropDatabase(owner, 'vacuumed');

    expect(await count(`FROM pg_database WHERE datname = 'vacuumed'`)).toBe(0);
    expect(errors[0]).toMatchObject({ code: '57P01' });
  }, 30_000);

  it('dropping a missing database does nothing', () =>
    expect(dropDatabase(owner, 'never there')).resolves.toBeUndefined());
});
