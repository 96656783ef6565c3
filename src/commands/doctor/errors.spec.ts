/** Breaks each thing that the doctor checks: it must report it. */
import Fastify, { type FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { readEnvironment } from '../../settings/environment.js';
import { createDataSource } from '../../database/data-source.js';
import { Database, type DatabaseOptions } from '../../database/database.js';
import { NetProxy } from '../../testing/net-proxy.js';
import { createTestDatabase, createUnusualDatabase, type TestDatabase } from '../../testing/test-database.js';
import { databaseChecks, readingChecks } from './database.js';
import { examine, type Check } from './finding.js';
import { federationChecks, httpChecks, limitChecks, relayChecks, type Ask } from './served.js';

/** The violated rules, each with its verdict. */
async function brokenOf(checks: readonly Check[]): Promise<Record<string, string>> {
  const broken = (await examine('', checks)).filter(({ verdict }) => verdict !== 'ok' && verdict !== 'skipped');
  return Object.fromEntries(broken.map(({ rule, verdict }) => [rule, verdict]));
}
const allFailed = (checks: readonly Check[]) => Object.fromEntries(checks.map(({ rule }) => [rule, 'failed']));
const environment = readEnvironment({});

describe('database checks', () => {
  let store: TestDatabase;
  let source: DataSource;
  beforeEach(async () => {
    store = await createTestDatabase('empty');
    source = await createDataSource(store.url, []).initialize();
  });
  afterEach(async () => {
    await source.destroy();
    await store.drop();
  });
  const broken = (settings: NodeJS.ProcessEnv = {}, of = source) =>
    brokenOf(databaseChecks(of, readEnvironment(settings)));

  it('the doctor reports a missing migration', async () => {
    await source.query('DELETE FROM schema_migration');
    expect(await broken()).toEqual({ 'the schema is up to date': 'failed' });
  });

  it('the doctor reports an invalid index', async () => {
    await source.query('CREATE TABLE twice AS SELECT 1 AS n FROM generate_series(1, 2)');
    await expect(source.query('CREATE UNIQUE INDEX CONCURRENTLY twice_n ON twice (n)')).rejects.toThrow(
      /could not create unique index/,
    );
    expect(await broken()).toEqual({ 'all indexes are valid': 'failed' });
  });

  it('the doctor warns of a large table without statistics', async () => {
    await source.query('CREATE TABLE large (n int) WITH (autovacuum_enabled = false)');
    await source.query('INSERT INTO large SELECT generate_series(1, 50000)');
    await source.query('VACUUM large');
    expect(await broken()).toEqual({ 'all large tables have statistics': 'warning' });
    await source.query('ANALYZE large');
    expect(await broken()).toEqual({});
  });

  it('the doctor warns of a pool larger than max_connections', async () => {
    expect(await broken({ DATABASE_POOL_SIZE: '1000' })).toEqual({ 'max_connections is sufficient': 'warning' });
  });

  it('the doctor warns of a read-only database', async () => {
    await source.query(`ALTER DATABASE ${new URL(store.url).pathname.slice(1)} SET default_transaction_read_only = on`);
    const reader = await createDataSource(store.url, []).initialize();
    expect(await broken({}, reader)).toEqual({ 'the database is writable': 'warning' });
    await reader.destroy();
  });

  it.each([
    [`ENCODING 'LATIN1' LOCALE 'C'`, { 'the encoding is UTF-8': 'failed' }],
    [`ENCODING 'UTF8' LOCALE 'C'`, { 'letters of all scripts are lower-cased': 'warning' }],
  ])('the doctor reports a database with %s', async (options, verdicts) => {
    const unusual = await createUnusualDatabase(options);
    const reader = await createDataSource(unusual.url, []).initialize();
    expect(await broken({}, reader)).toEqual({ ...verdicts, 'the schema is up to date': 'failed' });
    await reader.destroy();
    await unusual.drop();
  });

  it('the doctor reports an unsupported version of PostgreSQL', async () => {
    // A stand-in that answers as PostgreSQL 14 does.
    const old = { query: () => Promise.resolve([{ value: '140011' }]) } as unknown as DataSource;
    const [version] = databaseChecks(old, environment);
    expect(await brokenOf([version!])).toEqual({ 'PostgreSQL 15 or later': 'failed' });
  });
});

describe('read path checks', () => {
  let store: TestDatabase;
  beforeAll(async () => {
    store = await createTestDatabase('bare');
  });
  afterAll(() => store.drop());
  async function verdictOn(rule: string, options: Partial<DatabaseOptions>): Promise<string> {
    const database = new Database({ url: store.url, ...options });
    try {
      const databaseReplicaUrls = options.replicaUrls ?? [];
      const checks = readingChecks(database, { ...environment, databaseReplicaUrls });
      const [finding] = await examine(
        '',
        checks.filter((check) => check.rule === rule),
      );
      return finding!.verdict;
    } finally {
      await database.close();
    }
  }

  it.each(['statement_timeout', 'lock_timeout'])(
    'the doctor reports that %s does not reach PostgreSQL',
    async (name) => {
      const url = `${store.url}?${name}=0`;
      expect(await verdictOn('statements have time limits', { url })).toBe('failed');
      expect(await verdictOn('statements have time limits', {})).toBe('ok');
    },
  );

  it('the doctor warns of a slow connection to the database', async () => {
    const proxy = await NetProxy.before(store.url);
    proxy.delay(15);
    expect(await verdictOn('the database answers quickly', { url: proxy.url })).toBe('warning');
    await proxy.close();
  });

  it('the doctor reports a server configured as replica that is not in recovery', async () => {
    expect(await verdictOn('replicas are within the lag limit', { replicaUrls: [store.url] })).toBe('failed');
  });
});

describe('server checks', () => {
  const edge = { cursor: 'c', node: { id: 'same' } };
  const data = {
    list: { edges: [edge, edge], pageInfo: { hasNextPage: true, endCursor: 'c' } },
    node: { id: 'another' },
    country: { id: 'one that there is not' },
    _service: { sdl: 'type Query { a: Missing }' },
    _entities: [null, { isoCode: 'MT' }, null],
  };
  const askSame: Ask = () => Promise.resolve({ data });
  const askBoth: Ask = () =>
    Promise.resolve({
      data: { ...data, _entities: [null, null] },
      errors: [{ message: 'no', extensions: { code: 'BAD_USER_INPUT' } }],
    });
  const askFailing: Ask = () =>
    Promise.resolve({ data: null, errors: [{ message: 'no', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });

  const served = (ask: Ask) => [...relayChecks(ask), ...federationChecks(ask, {}), ...limitChecks(ask)];
  it.each([
    ['gives the same answer to everything', askSame],
    ['returns data together with errors', askBoth],
    ['answers nothing but errors', askFailing],
  ])('all server checks fail if the server %s', async (_what, ask) => {
    expect(await brokenOf(served(ask))).toEqual(allFailed(served(ask)));
  });

  let app: FastifyInstance | undefined;
  afterEach(() => app?.close());
  async function serve(status: number): Promise<Check[]> {
    app = Fastify();
    app.all('/*', (_request, reply) => reply.code(status).send({ data: { __typename: 'Query' } }));
    return httpChecks(app, `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`);
  }

  it('the HTTP checks fail if the server answers everything', async () => {
    const checks = await serve(200);
    const {
      'a query is answered in JSON': well,
      'the server reports that it is ready': ready,
      ...others
    } = allFailed(checks);
    expect([well, ready]).toEqual(['failed', 'failed']);
    expect(await brokenOf(checks)).toEqual(others);
  });

  it('the HTTP checks fail if the server does not answer', async () => {
    const checks = await serve(503);
    expect(await brokenOf(checks)).toEqual(allFailed(checks));
  });
});
