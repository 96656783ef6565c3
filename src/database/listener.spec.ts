/** A listener proves on a real PostgreSQL that it hears. Deaf it is made by an address of another database. */
import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { listenForChanges } from './content-changes.js';
import { Database } from './database.js';
import { Listener } from './listener.js';

let stores: TestDatabase[];
let here: Database;
let elsewhere: Database;
let listener: Listener | undefined;
const faults: Error[] = [];
const told: string[] = [];

beforeAll(async () => {
  stores = await Promise.all([createTestDatabase('bare'), createTestDatabase('bare')]);
  [here, elsewhere] = stores.map(({ url }) => new Database({ url })) as [Database, Database];
});
afterAll(async () => {
  await Promise.all([here.close(), elsewhere.close()]);
  await Promise.all(stores.map((store) => store.drop()));
});
beforeEach(() => {
  faults.length = told.length = 0;
});
afterEach(() => listener?.close());

const listen = async (database: () => Database) => {
  listener = new Listener({
    url: stores[0]!.url,
    channel: 'something_changed',
    notify: (channel, payload) => database().notify(channel, payload),
    onNotification: (payload) => told.push(payload),
    onListening: () => Promise.resolve(void told.push('listening')),
    onLost: () => Promise.resolve(void told.push('lost')),
    onDeaf: () => told.push('deaf'),
    onError: (error) => faults.push(error),
    checkEveryMs: 50,
  });
  await listener.start();
  return listener;
};
const until = async (isSo: () => boolean) => {
  for (let tries = 0; tries < 600 && !isSo(); tries += 1) await delay(10);
  expect(isSo()).toBe(true);
};

it('a listener with verified delivery passes on the notifications of its channel only', async () => {
  const { deafSince, hasReceived } = await listen(() => here);
  expect([deafSince, hasReceived]).toEqual([undefined, true]);
  await here.notify('something_changed', 'news');
  await until(() => told.length > 1);
  expect(told).toEqual(['listening', 'news']);
});

it('a listener whose own notification does not arrive reports that once at start, and recovers by itself', async () => {
  let sender = elsewhere;
  const deaf = await listen(() => sender);
  expect(deaf.deafSince).toBeDefined();
  expect(told).toEqual(['deaf']);
  await until(() => told.length > 1);
  expect(faults).toMatchObject([
    { name: 'DeafListenerError', message: expect.stringContaining('DATABASE_LISTEN_URL') },
  ]);
  sender = here;
  await until(() => told.includes('listening'));
  expect(deaf.deafSince).toBeUndefined();
});

it('a listener detects that notifications stop arriving', async () => {
  let sender = here;
  const going = await listen(() => sender);
  sender = elsewhere;
  await until(() => told.includes('deaf'));
  expect(going.deafSince).toBeDefined();
});

it('a listener stays listening if its check cannot be sent', async () => {
  let isSending = true;
  const full = await listen(() => {
    if (!isSending) throw new Error('all connections are busy');
    return here;
  });
  isSending = false;
  await delay(200);
  expect(full.deafSince).toBeUndefined();
  expect(faults).toEqual([]);
});

it('content changes count as unreported until delivery is verified, so that no response is cached', async () => {
  const states: boolean[] = [];
  const changes = await listenForChanges({
    url: stores[0]!.url,
    notify: (channel, payload) => elsewhere.notify(channel, payload),
    onChange: () => undefined,
    onListening: (listening) => states.push(listening),
    onError: () => undefined,
  });
  expect(states).toEqual([false]);
  await changes.close();
});
