/** Errors at start, caused by roles, poolers and certificates of real servers. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { readEnvironment } from '../settings/environment.js';
import { assembled } from '../slices.js';
import { Authority } from '../testing/certificates.js';
import { PgBouncer, pgBouncerProgram } from '../testing/pg-bouncer.js';
import { PostgresCluster, postgresPrograms, postgresProgramsAbsent } from '../testing/postgres-cluster.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { Database } from './database.js';
import { listenerOn } from './listener.fixture.js';
import { openStore } from './open-database.js';
import { requireSessions } from './pooling.js';
import { inWords } from './start-errors.js';

const { entities } = assembled;
const openOn = (url: string) => openStore(readEnvironment({ DATABASE_URL: url }), entities, 'server', () => undefined);
const wordsOn = (url: string) =>
  openOn(url).then(
    async (store) => {
      await store.close();
      return 'opened';
    },
    (error: unknown) => inWords(error) ?? String((error as Error).stack),
  );

// A separate server is started several times.
jest.setTimeout(60_000);

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

it('a missing privilege that no GRANT statement gives results in general advice', async () => {
  const error: unknown = await admin.query('CREATE ROLE somebody').catch((thrown: unknown) => thrown);
  expect(inWords(error)).toMatch(/^The role of DATABASE_URL lacks a privilege: it must own.*42501: permission denied/);
});

it('a role with a short default statement_timeout can migrate', async () => {
  const name = new URL(store.url).pathname.slice(1);
  await admin.query(`ALTER ROLE current_user IN DATABASE ${name} SET statement_timeout = '5ms'`);
  expect(await wordsOn(store.url)).toBe('opened');
});

(pgBouncerProgram ? it : it.skip)('a pooler that rejects a setting in the address is reported', async () => {
  const pooler = await PgBouncer.before(store.url);
  expect(await wordsOn(`${pooler.url}?lock_timeout=7`)).toMatch(/pooler that rejects a setting.*08P01.*lock_timeout/);
  await pooler.stop();
});

it('a missing password is reported with advice', async () => {
  const url = new URL(store.url);
  expect(url.password).not.toBe('');
  url.password = '';
  expect(await wordsOn(url.toString())).toMatch(/^The database requires a password, and DATABASE_URL has none/);
});

it.each(['sslrootcert', 'sslcert', 'sslkey'])('a missing file of %s is reported with advice', async (name) => {
  const opened = openOn(`${store.url}?sslmode=verify-full&${name}=/nowhere/at-all.pem`);
  await expect(opened).rejects.toThrow(/^DATABASE_URL names a file that cannot be read: ENOENT.*at-all\.pem/);
});

it.each([
  ['a missing socket', 'postgres://me@/graph?host=/nowhere/at-all', /no database socket.*ENOENT/],
  ['an address without a listener', 'postgres://me@127.0.0.1:1/graph', /Nothing accepts.*ECONNREFUSED.*:1\)/],
  [
    'a refused connection to a host name with several addresses',
    'postgres://me@localhost:1/graph',
    /Nothing accepts.*ECONNREFUSED: connect/,
  ],
])('%s is reported with advice', async (_what, url, words) => {
  expect(await wordsOn(url)).toMatch(words);
});

if (!postgresPrograms) it.todo(postgresProgramsAbsent);

(postgresPrograms ? describe : describe.skip)('on a PostgreSQL with its own configuration', () => {
  let cluster: PostgresCluster;
  let owner: Client;
  let authority: Authority;

  const connectAsOwner = async () => {
    owner = new Client({ connectionString: cluster.url('graph') });
    owner.on('error', () => undefined);
    await owner.connect();
  };
  const urlWith = (parameters: string) => `postgres://graph@localhost:${cluster.port}/graph?${parameters}`;
  const urlAs = (role: string) => cluster.url('graph').replace('//graph@', `//${role}@`);

  beforeAll(async () => {
    [cluster, authority] = await Promise.all([PostgresCluster.start(), Authority.make()]);
    const maintenance = new Client({ connectionString: cluster.url() });
    await maintenance.connect();
    await maintenance.query('CREATE DATABASE graph');
    await maintenance.end();
    await connectAsOwner();
  });
  afterAll(async () => {
    await owner.end();
    await Promise.all([cluster.destroy(), authority.remove()]);
  });

  /** Follows the advice until there is none. */
  async function grantWhatLacks(role: string, attempt: () => Promise<string | undefined>) {
    const granted: string[] = [];
    for (let words = await attempt(); words !== 'opened'; words = await attempt()) {
      const [, statement] = /"(GRANT [^"]+)"/.exec(words ?? '') ?? [];
      if (statement === undefined || granted.includes(statement))
        throw new Error(`Not helped by ${granted.join()}: ${words}`);
      granted.push(statement);
      await owner.query(statement.replace('<role>', role).replace('<database>', 'graph').replace('<owner>', 'first'));
    }
    return granted;
  }

  it('each privilege that a role lacks is reported with the GRANT that adds it', async () => {
    // TypeORM prints failing migrations.
    jest.spyOn(console, 'log').mockImplementation();
    await owner.query('CREATE ROLE first LOGIN');
    expect(await grantWhatLacks('first', () => wordsOn(urlAs('first')))).toEqual([
      'GRANT USAGE, CREATE ON SCHEMA public TO <role>',
      'GRANT CREATE ON DATABASE <database> TO <role>',
    ]);
    await owner.query('CREATE ROLE second LOGIN');
    const second = new Client({ connectionString: urlAs('second') });
    second.on('error', () => undefined);
    await second.connect();
    const change = async (statement: string) =>
      second.query(statement).then(
        () => 'opened',
        (error: unknown) => inWords(error),
      );
    expect(await grantWhatLacks('second', () => wordsOn(urlAs('second')))).toEqual([
      'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO <role>',
    ]);
    expect(await grantWhatLacks('second', () => change('ALTER TABLE news_item ADD COLUMN one int'))).toEqual([
      'GRANT <owner> TO <role>',
    ]);
    await second.end();
  });

  it('a role with a short default statement_timeout can connect while the catalogues are slow to read', async () => {
    await owner.query(`CREATE ROLE hasty LOGIN; ALTER ROLE hasty SET statement_timeout = '3ms'`);
    const database = new Database({ url: urlAs('hasty') });
    const listener = listenerOn(urlAs('hasty'), database);
    const opening = {
      probe: () => requireSessions(urlAs('hasty'), 'DATABASE_URL'),
      reading: () => database.ping(),
      listening: () => listener.start(),
    };
    for (const [what, open] of Object.entries(opening)) {
      // A function is first looked up in pg_proc, a trigger in pg_trigger.
      await owner.query('BEGIN; LOCK TABLE pg_proc, pg_trigger');
      const opened = open().then(
        () => what,
        (error: unknown) => `${what}: ${String(error)}`,
      );
      await delay(100);
      await owner.query('COMMIT');
      expect(await opened).toBe(what);
    }
    await listener.close();
    await database.close();
  });

  const all = ['prefer', 'require', 'verify-ca', 'verify-full'];

  it('requesting TLS from a server without it is reported', async () => {
    // `pg` warns once that its next version will check less.
    jest.spyOn(process, 'emitWarning').mockImplementation();
    for (const mode of [...all, 'no-verify']) {
      expect(await wordsOn(urlWith(`sslmode=${mode}`))).toMatch(
        /^The database does not accept TLS connections: remove/,
      );
    }
    expect(await wordsOn(urlWith('sslmode=disable'))).toBe('opened');
  });

  it('a certificate is verified against its authority and host name', async () => {
    await owner.end();
    await cluster.showCertificate(await authority.certificateFor('localhost'));
    await connectAsOwner();
    for (const mode of all) {
      expect(await wordsOn(urlWith(`sslmode=${mode}`))).toMatch(/^The certificate of the database .*sslrootcert=.*_/);
      expect(await wordsOn(urlWith(`sslmode=${mode}&sslrootcert=${authority.file}`))).toBe('opened');
      expect(await isEncrypted(urlWith(`sslmode=${mode}&sslrootcert=${authority.file}`))).toBe(true);
    }
    const byAddress = `${cluster.url('graph')}?sslmode=verify-full&sslrootcert=${authority.file}`;
    expect(await wordsOn(byAddress)).toMatch(/^The certificate of the database does not match the host/);
    expect(await isEncrypted(urlWith('sslmode=no-verify'))).toBe(true);
    expect(await isEncrypted(urlWith('sslmode=disable'))).toBe(false);
    expect(await isEncrypted(urlWith(''))).toBe(false);
    await expect(openOn(urlWith(`sslmode=verify-full&sslrootcert=${authority.file}-absent`))).rejects.toThrow(/ENOENT/);
  });

  it('a certificate for another host name is reported, except with sslmode=verify-ca', async () => {
    await owner.end();
    await cluster.showCertificate(await authority.certificateFor('elsewhere'));
    await connectAsOwner();
    for (const mode of all) {
      expect(await wordsOn(urlWith(`sslmode=${mode}&sslrootcert=${authority.file}`))).toMatch(
        /^The certificate of the database does not match the host .*ERR_TLS_CERT_ALTNAME_INVALID/,
      );
    }
    const asLibpq = `uselibpqcompat=true&sslmode=verify-ca&sslrootcert=${authority.file}`;
    expect(await isEncrypted(urlWith(asLibpq))).toBe(true);
  });

  it('an expired or self-signed certificate is reported', async () => {
    await owner.end();
    await cluster.showCertificate(await authority.certificateFor('localhost', -1));
    expect(await wordsOn(urlWith(`sslmode=verify-full&sslrootcert=${authority.file}`))).toMatch(
      /^The certificate of the database has expired.*CERT_HAS_EXPIRED/,
    );
    await cluster.showCertificate(await authority.selfSigned('own', 'localhost'));
    await connectAsOwner();
    expect(await wordsOn(urlWith('sslmode=verify-full'))).toMatch(/self-signed certificate.*DEPTH_ZERO_SELF_/);
    const own = authority.file.replace('ca.pem', 'own.pem');
    expect(await isEncrypted(urlWith(`sslmode=verify-full&sslrootcert=${own}`))).toBe(true);
  });
});

async function isEncrypted(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
  await client.end();
  return rows[0]!.ssl;
}

it('an error of the program gets no advice', () => {
  expect(inWords(new Error('a mistake'))).toBeUndefined();
});
