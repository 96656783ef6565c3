import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { createDataSource, migrate, missingMigrations } from './data-source.js';
import { withLock } from './advisory-lock.js';

let store: TestDatabase;
let one: DataSource;
let other: DataSource;

beforeAll(async () => {
  store = await createTestDatabase('empty');
  [one, other] = [createDataSource(store.url, []), createDataSource(store.url, [])];
  await Promise.all([one.initialize(), other.initialize()]);
});
afterAll(async () => {
  await Promise.all([one.destroy(), other.destroy()]);
  await store.drop();
});

it('withLock runs the work of two processes one after the other', async () => {
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await delay(30);
    order.push(`${name} ends`);
  };
  await Promise.all([withLock(one, {}, work('one')), withLock(other, {}, work('other'))]);
  expect(order.map((step) => step.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
});

it('a process that waits for the lock logs the holder, and gives up after the maximum wait', async () => {
  const steps: string[] = [];
  await withLock(one, {}, async () => {
    const waiting = migrate(other, { waitMs: 150, log: (step) => steps.push(step) });
    await expect(waiting).rejects.toThrow(/Another process is still .+"osce-content-graph" .+MIGRATION_WAIT_MS/);
  });
  expect(steps).toEqual([expect.stringMatching(/^waiting for another process .+ session \d+, connected for /)]);
  expect(await migrate(other)).toEqual([]);
});

it('the lock is released when the process that holds it ends', async () => {
  const stuck = createDataSource(store.url, []);
  await stuck.initialize();
  const never = withLock(stuck, {}, () => new Promise(() => undefined));
  never.catch(() => undefined);
  await delay(50);
  await one.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks
     WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  expect(await withLock(one, { waitMs: 2_000 }, () => Promise.resolve('done'))).toBe('done');
  await stuck.destroy();
});

it('an up-to-date read-only database can be opened', async () => {
  const name = new URL(store.url).pathname.slice(1);
  await one.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  const reader = createDataSource(store.url, []);
  await reader.initialize();
  await expect(reader.query('CREATE TABLE no (id int)')).rejects.toThrow(/read-only/);
  expect(await migrate(reader)).toEqual([]);
  await reader.destroy();
  await one.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
});

it('missingMigrations returns nothing for a newer database, and the migrations that an older one lacks', async () => {
  const [last] = await one.query<{ name: string }[]>('SELECT name FROM schema_migration ORDER BY id DESC LIMIT 1');
  await one.query(
    `INSERT INTO schema_migration (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
  );
  expect(await missingMigrations(one)).toEqual([]);
  await one.query(`UPDATE schema_migration SET name = 'Other1' WHERE name = $1`, [last!.name]);
  expect(await missingMigrations(one)).toEqual([last!.name]);
});
