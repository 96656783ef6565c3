/** How connections to a real PostgreSQL are shared out among clients. */
import { setTimeout as delay } from 'node:timers/promises';
import { ClientUsage } from '../admission/client-usage.js';
import { costlyStatement, sql } from '../graph/sql.js';
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
    (error: { extensions?: { code: string } }) => error.extensions?.code,
  );
/** Of these clients much was taken. */
const usageOf = (...heavy: string[]) => {
  const usage = new ClientUsage();
  for (const client of heavy) usage.note(client, 60_000);
  return usage;
};
const busy = () => {
  const { open: all, idle } = database.status.servers[0]!.connections;
  return all - idle;
};

it('a client with twenty slow statements leaves connections to others, which do not wait', async () => {
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

it('a client that fills the queue does not cause the first statement of another client to be rejected', async () => {
  open({ poolSize: 1, queueSize: 3 });
  const greedy = Array.from({ length: 4 }, () => codeOf(sleep('greedy', 0.1)));
  const modest = codeOf(one('modest'));
  expect(await modest).toBe('answered');
  expect((await Promise.all(greedy)).toSorted()).toEqual(['SERVICE_UNAVAILABLE', 'answered', 'answered', 'answered']);
});

it('waiting statements are served round-robin by client, not in arrival order', async () => {
  open({ poolSize: 1 });
  const order: string[] = [];
  const ask = (client: string) => sleep(client, 0.01).then(() => order.push(client));
  await Promise.all([ask('a'), ask('a'), ask('a'), ask('a'), ask('b'), ask('c')]);
  expect(order).toEqual(['a', 'a', 'b', 'c', 'a', 'a']);
});

it('heavy clients together hold a tenth of the connections while light ones wait, and their share otherwise', async () => {
  open({ poolSize: 10, usage: usageOf('heavy 0', 'heavy 1') });
  const alone = Array.from({ length: 20 }, (_, i) => sleep(`heavy ${i % 2}`, 0.1));
  await delay(50);
  expect(busy()).toBeGreaterThan(2);
  await Promise.all(alone);
  await one('light');
  const beside = Array.from({ length: 2 }, (_, i) => sleep(`heavy ${i % 2}`, 0.1));
  await delay(50);
  expect(busy()).toBe(1);
  await Promise.all(beside);
});

it('statements of the process itself do not count as a light client', async () => {
  open({ poolSize: 10, usage: usageOf('heavy') });
  await database.ping();
  const alone = Array.from({ length: 10 }, () => sleep('heavy', 0.1));
  await delay(50);
  expect(busy()).toBe(5);
  await Promise.all(alone);
});

it('a client counts as heavy while its statements run, and is not charged for time shared with others', async () => {
  const usage = new ClientUsage({ fadeMs: 10_000, heavyMs: 250, lightMs: 100, clients: 10 });
  open({ poolSize: 10, clientShare: 0.9, usage });
  const crowd = Array.from({ length: 2 }, (_, i) => sleep(`other ${i}`, 0.6));
  const greedy = sleep('greedy', 0.6);
  await delay(300);
  // A third of the time by the clock.
  expect(usage.recent('greedy')).toBeGreaterThan(0);
  expect(usage.recent('greedy')).toBeLessThan(150);
  await Promise.all([...crowd, greedy]);
  const alone = sleep('greedy', 0.6);
  expect(usage.isHeavy('greedy')).toBe(false);
  await delay(400);
  expect(usage.isHeavy('greedy')).toBe(true);
  await alone;
});

it('costly statements of any client hold a tenth of the connections while others arrive, which do not wait', async () => {
  open({ poolSize: 10, usage: new ClientUsage() });
  await one('light');
  const waited: string[] = [];
  const costly = ['a', 'b', 'c'].map((client) =>
    database.rows(costlyStatement(sql`SELECT pg_sleep(0.1)`), { client, onWait: () => waited.push(client) }),
  );
  await delay(50);
  expect([busy(), waited]).toEqual([1, ['b', 'c']]);
  const others = ['a', 'b', 'light'].map((client) => sleep(client, 0.1));
  await delay(20);
  expect(busy()).toBe(4);
  await Promise.all([...costly, ...others]);
});

it('slow statements of any client hold three tenths of the connections while others ask; short ones do not wait', async () => {
  open({ poolSize: 10, usage: new ClientUsage() });
  await one('light');
  // Slow as long as it has never run.
  const slow = Array.from({ length: 6 }, (_, i) => sleep(`client ${i}`, 0.2));
  await delay(50);
  expect(busy()).toBe(3);
  let ended = 0;
  for (const statement of slow) void statement.then(() => (ended += 1));
  await Promise.all([one('light'), one('client 4'), one()]);
  expect(ended).toBe(0);
  await Promise.all(slow);
});

it('slow statements are not limited while nobody else asks', async () => {
  open({ poolSize: 10, usage: new ClientUsage() });
  const slow = Array.from({ length: 5 }, () => sleep('alone', 0.1));
  await delay(50);
  expect(busy()).toBe(5);
  await Promise.all(slow);
});

it('a statement that its client cancels again and again stays slow', async () => {
  open({ poolSize: 10, usage: new ClientUsage() });
  await one('light');
  const text = sql`SELECT pg_sleep(0.2)`;
  for (let run = 0; run < 3; run += 1) {
    const gone = new AbortController();
    const statement = codeOf(database.rows(text, { client: 'hasty', signal: gone.signal }));
    await delay(3);
    gone.abort();
    await statement;
  }
  const slow = Array.from({ length: 6 }, (_, i) => database.rows(text, { client: `client ${i}` }));
  await delay(50);
  expect(busy()).toBe(3);
  await Promise.all(slow);
});
