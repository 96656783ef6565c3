/** How connections to a real PostgreSQL are shared out among clients. */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '../graph/sql.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { Database, type DatabaseOptions } from './database.js';

let store: TestDatabase;
let database: Database;

beforeAll(async () => {
  store = await createTestDatabase('bare');
});
afterAll(() => store.drop());
afterEach(() => database.close());

const open = (options: Partial<DatabaseOptions> = {}) => {
  database = new Database({
    url: store.url,
    poolSize: 4,
    statementTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
    ...options,
  });
};
const sleep = (client: string | undefined, seconds: number) =>
  database.rows(sql`SELECT pg_sleep(${seconds})`, client === undefined ? {} : { client });
const one = (client?: string) => database.rows(sql`SELECT 1 AS one`, client === undefined ? {} : { client });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (fault: { extensions?: { code: string } }) => fault.extensions?.code,
  );
const busy = () => {
  const { open: all, idle } = database.status.servers[0]!.connections;
  return all - idle;
};

it('a client with twenty slow statements leaves connections to others, who do not wait for them', async () => {
  open();
  let ended = 0;
  const slow = Array.from({ length: 20 }, () => sleep('greedy', 0.2).then(() => (ended += 1)));
  await delay(50);
  expect(busy()).toBe(2);
  await one('modest');
  await one();
  expect(ended).toBe(0);
  await Promise.all(slow);
});

it('a client that fills the queue does not make the first statement of another be refused', async () => {
  open({ poolSize: 1, queueSize: 3 });
  const greedy = Array.from({ length: 4 }, () => codeOf(sleep('greedy', 0.1)));
  const modest = codeOf(one('modest'));
  expect(await modest).toBe('answered');
  expect((await Promise.all(greedy)).toSorted()).toEqual(['SERVICE_UNAVAILABLE', 'answered', 'answered', 'answered']);
});

it('who waits is served in turn by client, not first come, first served', async () => {
  open({ poolSize: 1 });
  const order: string[] = [];
  const ask = (client: string) => sleep(client, 0.01).then(() => order.push(client));
  await Promise.all([ask('a'), ask('a'), ask('a'), ask('a'), ask('b'), ask('c')]);
  expect(order).toEqual(['a', 'a', 'b', 'c', 'a', 'a']);
});

it('heavy clients together hold a fifth of the connections while light ones ask, and their share while nobody does', async () => {
  open({ poolSize: 10, isHeavy: (client) => client.startsWith('heavy') });
  const alone = Array.from({ length: 20 }, (_, i) => sleep(`heavy ${i % 2}`, 0.1));
  await delay(50);
  expect(busy()).toBeGreaterThan(2);
  await Promise.all(alone);
  await one('light');
  const beside = Array.from({ length: 4 }, (_, i) => sleep(`heavy ${i % 2}`, 0.1));
  await delay(50);
  expect(busy()).toBe(2);
  await Promise.all(beside);
});

it('statements of the process itself do not count as a light client', async () => {
  open({ poolSize: 10, isHeavy: () => true });
  await database.ping();
  const alone = Array.from({ length: 10 }, () => sleep('heavy', 0.1));
  await delay(50);
  expect(busy()).toBe(5);
  await Promise.all(alone);
});
