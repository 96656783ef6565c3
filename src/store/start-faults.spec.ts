/** Roles and poolers of real servers that keep a process from its database, or hinder it at the start. */
import { Client } from 'pg';
import { readEnvironment } from '../environment.js';
import { slices } from '../slices.js';
import { PgBouncer, pgBouncerProgram } from '../testing/pg-bouncer.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { openStore } from './open-store.js';
import { inWords } from './start-faults.js';

const entities = slices.flatMap((slice) => [...(slice.entities ?? [])]);
const openOn = (url: string) => openStore(readEnvironment({ DATABASE_URL: url }), entities, 'server', () => undefined);
const wordsOn = (url: string) =>
  openOn(url).then(
    async (store) => {
      await store.close();
      return 'opened';
    },
    (fault: unknown) => inWords(fault),
  );

let store: TestDatabase;
let admin: Client;

beforeAll(async () => {
  store = await createTestDatabase('bare');
  admin = new Client({ connectionString: store.url });
  admin.on('error', () => undefined);
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await store.drop();
});

it('a role without rights is told which it needs', async () => {
  const fault: unknown = await admin.query('CREATE ROLE somebody').catch((thrown: unknown) => thrown);
  expect(inWords(fault)).toMatch(/^The role of DATABASE_URL lacks a right: .*42501: permission denied/);
});

it('a role whose statements have little time by default migrates all the same', async () => {
  const name = new URL(store.url).pathname.slice(1);
  await admin.query(`ALTER ROLE current_user IN DATABASE ${name} SET statement_timeout = '5ms'`);
  expect(await wordsOn(store.url)).toBe('opened');
});

(pgBouncerProgram ? it : it.skip)('a pooler that refuses a setting of the address is told of', async () => {
  const pooler = await PgBouncer.before(store.url);
  expect(await wordsOn(`${pooler.url}?lock_timeout=7`)).toMatch(/pooler that refuses a setting.*08P01.*lock_timeout/);
  await pooler.stop();
});

it('a password that is lacking is told of in words', async () => {
  const url = new URL(store.url);
  expect(url.password).not.toBe('');
  url.password = '';
  expect(await wordsOn(url.toString())).toMatch(/^The database asks for a password, and DATABASE_URL has none/);
});

it.each(['sslrootcert', 'sslcert', 'sslkey'])('a file of %s that is not there is told of in words', async (name) => {
  const opened = openOn(`${store.url}?sslmode=verify-full&${name}=/nowhere/at-all.pem`);
  await expect(opened).rejects.toThrow(/^DATABASE_URL names a file that cannot be read: ENOENT.*at-all\.pem/);
});

it.each([
  ['a socket that is not there', 'postgres://me@/graph?host=/nowhere/at-all', /no socket of a database.*ENOENT/],
  ['an address at which nobody listens', 'postgres://me@127.0.0.1:1/graph', /Nobody accepts.*ECONNREFUSED.*:1\)/],
  ['a name with several addresses', 'postgres://me@localhost:1/graph', /Nobody accepts.*ECONNREFUSED: connect/],
])('%s is told of in words', async (_what, url, words) => {
  expect(await wordsOn(url)).toMatch(words);
});

it.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('a certificate with the fault %s is told of in words', (code) => {
  expect(inWords(Object.assign(new Error('as OpenSSL says'), { code }))).toMatch(
    new RegExp(`certificate of the database|shows a certificate.*${code}: as OpenSSL says`),
  );
});

it('a fault of the program stays what it is', () => {
  expect(inWords(new Error('a mistake'))).toBeUndefined();
});
