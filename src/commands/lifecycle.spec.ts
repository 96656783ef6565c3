/** The lifecycle of server processes: concurrent start, replacement and shutdown. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { Balancer } from '../testing/balancer.js';
import { build, projectRoot, startServer, type ServerProcess } from '../testing/built-server.js';
import { lockKey } from '../database/advisory-lock.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

let store: TestDatabase;
const started: ServerProcess[] = [];

beforeAll(async () => {
  await build();
  store = await createTestDatabase('organization');
});
afterAll(() => store.drop());
afterEach(() => started.splice(0).forEach(({ child }) => child.kill('SIGKILL')));

async function start(given: NodeJS.ProcessEnv = {}, nodeArguments: readonly string[] = []): Promise<ServerProcess> {
  const server = await startServer(
    { DATABASE_URL: store.url, LOG_REQUESTS: 'false', METRICS: 'false', ...given },
    nodeArguments,
  );
  started.push(server);
  return server;
}

const query = JSON.stringify({ query: '{ newsItems(first: 2) { nodes { id } } country(isoCode: "MT") { name } }' });

/** Most are answered from memory, which keeps the tests fast. */
const light = JSON.stringify({ query: '{ country(isoCode: "MT") { name } }' });

/** Sends queries over keep-alive connections, one at a time on each. @returns the failures */
function load(origin: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const failures: string[] = [];
  let answered = 0;
  const over = new AbortController();
  const ask = () =>
    new Promise<void>((resolve) => {
      const outgoing = request(`${origin}/graphql`, {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      outgoing.on('error', (error) => resolve(void failures.push(error.message)));
      outgoing.on('response', (incoming) => {
        let body = '';
        incoming.on('data', (data: Buffer) => (body += data.toString()));
        incoming.on('end', () => {
          if (incoming.statusCode === 200 && body.includes('Malta')) answered += 1;
          else failures.push(`${incoming.statusCode}: ${body}`);
          resolve();
        });
        incoming.on('error', (error) => resolve(void failures.push(error.message)));
      });
      outgoing.end(answered % 20 === 0 ? query : light);
    });
  const all = Array.from({ length: connections }, async () => {
    while (!over.signal.aborted) await ask();
  });
  return {
    failures,
    answered: () => answered,
    end: async () => {
      over.abort();
      await Promise.all(all);
      agent.destroy();
    },
  };
}

it('four processes that start together on an empty database migrate it once', async () => {
  const empty = await createTestDatabase('bare');
  const migrate = async () => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: empty.url };
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/main.js', 'migrate'], {
      cwd: projectRoot,
      env,
    });
    return stdout;
  };
  const told = await Promise.all([migrate(), migrate(), migrate(), migrate()]);
  expect(told.filter((text) => text.includes('migrated the schema'))).toHaveLength(1);
  expect(told.filter((text) => text.includes('the schema is up to date'))).toHaveLength(3);
  await empty.drop();
});

it('a process that receives a signal while it waits for a migration stops without listening', async () => {
  const other = new Client({ connectionString: store.url });
  await other.connect();
  await other.query('SELECT pg_advisory_lock($1)', [lockKey]);
  const env = { PATH: process.env['PATH'], PORT: '0', DATABASE_URL: store.url, SHUTDOWN_DELAY_MS: '60000' };
  const starting = promisify(execFile)(process.execPath, ['dist/main.js'], { cwd: projectRoot, env });
  let log = '';
  starting.child.stdout!.on('data', (data: Buffer) => (log += data.toString()));
  while (!log.includes('waiting for another process')) await delay(5);
  starting.child.kill('SIGTERM');
  // It ends with 0: anything else is thrown.
  await starting;
  await other.end();
  expect(log).toContain('stopped');
  expect(log).not.toContain('listening');
});

it('servers behind a load balancer are replaced one after the other without a failed request', async () => {
  const balancer = new Balancer(50);
  const origin = await balancer.listen();
  // In good time for the balancer to see that they are not ready any more.
  const settings = { SHUTDOWN_DELAY_MS: '300' };
  const old = await Promise.all([start(settings), start(settings)]);
  for (const server of old) await balancer.add(server.origin);
  const clients = load(origin, 8);
  for (const server of old) {
    const next = await start(settings);
    await balancer.add(next.origin);
    while (!balancer.isReady(next.origin)) await delay(10);
    const before = clients.answered();
    expect(await server.end('SIGTERM')).toBe(0);
    balancer.remove(server.origin);
    expect(server.log()).toContain('stopped');
    expect(clients.answered()).toBeGreaterThan(before);
  }
  while (clients.answered() < 5_000 && clients.failures.length === 0) await delay(20);
  await clients.end();
  balancer.close();
  expect(clients.failures).toEqual([]);
}, 60_000);

it('a stopping server reports that it is not ready, answers requests, and closes connections', async () => {
  const server = await start({ SHUTDOWN_DELAY_MS: '400' });
  const ready = () => fetch(`${server.origin}/readyz`);
  expect((await ready()).status).toBe(200);
  const end = server.end('SIGTERM');
  while (!server.log().includes('SIGTERM: stopping')) await delay(5);
  const [unready, live] = [await ready(), await fetch(`${server.origin}/livez`)];
  expect([unready.status, live.status]).toEqual([503, 200]);
  expect(await unready.json()).toMatchObject({
    status: 'stopping',
    checks: { database: 'ok', migrations: 'ok', catalogue: 'ok' },
  });
  const answer = await post(server.origin, query);
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
  expect(await end).toBe(0);
});

/** A transaction that lets no news be read until it is committed. */
async function lockNews() {
  const client = new Client({ connectionString: store.url });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE news_item');
  const count = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return {
    /** Statements that wait for it. */
    waiting: async () => (await client.query(count)).rowCount ?? 0,
    commit: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}
const news = JSON.stringify({ query: '{ newsItems(first: 1) { nodes { id } } }' });
const post = (origin: string, body: string) =>
  fetch(`${origin}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

it('a connection made before shutdown is answered while requests are in progress, and closed', async () => {
  const server = await start();
  const early = connect(Number(new URL(server.origin).port), 'localhost');
  let text = '';
  early.on('data', (data: Buffer) => (text += data.toString()));
  await once(early, 'connect');
  const lock = await lockNews();
  const answer = post(server.origin, news);
  while ((await lock.waiting()) === 0) await delay(5);
  const end = server.end('SIGTERM');
  const listens = () =>
    fetch(`${server.origin}/livez`, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    );
  while (await listens()) await delay(5);
  const head = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${light.length}`;
  early.write(`${head}\r\n\r\n${light}`);
  await once(early, 'close');
  expect(text).toMatch(/^HTTP\/1.1 200 .+connection: close\r\n.+Malta/is);
  await lock.commit();
  expect((await answer).status).toBe(200);
  expect(await end).toBe(0);
});

it('a server whose terminal is closed shuts down gracefully', async () => {
  const server = await start();
  expect(await server.end('SIGHUP')).toBe(0);
  expect(server.log()).toContain('SIGHUP: stopping');
  expect(server.log()).toContain('stopped');
});

it('shutdown does not wait for a connection without a request', async () => {
  const server = await start({ SHUTDOWN_GRACE_MS: '60000' });
  const early = connect(Number(new URL(server.origin).port), 'localhost');
  await once(early, 'connect');
  // The server knows of it once it has answered a later one.
  await fetch(`${server.origin}/livez`);
  const closed = once(early, 'close');
  expect(await server.end('SIGTERM')).toBe(0);
  await closed;
});

it('shutdown waits for a partly received request and answers it', async () => {
  const server = await start({ SHUTDOWN_GRACE_MS: '20000' });
  const early = connect(Number(new URL(server.origin).port), 'localhost');
  let text = '';
  early.on('data', (data: Buffer) => (text += data.toString()));
  early.write('GET /livez HTTP/1.1\r\nhost: a\r\n');
  await fetch(`${server.origin}/livez`, { headers: { connection: 'close' } });
  const end = server.end('SIGTERM');
  // Longer than connections over which nothing came are waited for.
  await delay(1_500);
  early.write('connection: close\r\n\r\n');
  await once(early, 'close');
  expect(text).toMatch(/^HTTP\/1.1 200 /);
  expect(await end).toBe(0);
});

it('a request that exceeds the grace period is cut off and its statement is cancelled', async () => {
  const server = await start({ SHUTDOWN_GRACE_MS: '300', STATEMENT_TIMEOUT_MS: '60000', LOCK_TIMEOUT_MS: '60000' });
  const lock = await lockNews();
  const answer = post(server.origin, news);
  answer.catch(() => undefined);
  while ((await lock.waiting()) === 0) await delay(5);
  expect(await server.end('SIGTERM')).toBe(0);
  await expect(answer).rejects.toThrow('fetch failed');
  expect(await lock.waiting()).toBe(0);
  expect(server.log()).toContain('stopped');
  await lock.commit();
});

it('a second signal ends the process at once', async () => {
  const server = await start({ SHUTDOWN_DELAY_MS: '60000' });
  server.child.kill('SIGTERM');
  while (!server.log().includes('SIGTERM: stopping')) await delay(5);
  await delay(600);
  expect(await server.end('SIGTERM')).toBe(1);
});

it('two signals of one keystroke count as one', async () => {
  const server = await start({ SHUTDOWN_DELAY_MS: '1000' });
  server.child.kill('SIGINT');
  while (!server.log().includes('SIGINT: stopping')) await delay(5);
  expect(await server.end('SIGINT')).toBe(0);
});

/** Arguments of Node.js with which SIGUSR2 makes an error that nothing catches. */
function faulty(kind: string): string[] {
  const error = kind === 'unhandledRejection' ? 'void Promise.reject(error)' : 'throw error';
  const code = `process.on('SIGUSR2', () => { const error = new Error('nobody caught this'); ${error}; });`;
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`];
}

it.each(['unhandledRejection', 'uncaughtException'])(
  'after an %s what is under way is answered, and the process ends with 1',
  async (kind) => {
    const server = await start({ SHUTDOWN_DELAY_MS: '60000' }, faulty(kind));
    const lock = await lockNews();
    const answer = post(server.origin, news);
    while ((await lock.waiting()) === 0) await delay(5);
    const end = server.end('SIGUSR2');
    while (!server.log().includes(`${kind}: stopping`)) await delay(5);
    await lock.commit();
    expect((await answer).status).toBe(200);
    expect(await end).toBe(1);
    expect(server.log()).toContain('nobody caught this');
    expect(server.log()).toContain('stopped');
  },
);

it('a second uncaught error ends the process at once', async () => {
  const server = await start({ SHUTDOWN_GRACE_MS: '60000', LOCK_TIMEOUT_MS: '60000' }, faulty('uncaughtException'));
  const lock = await lockNews();
  const answer = post(server.origin, news);
  answer.catch(() => undefined);
  while ((await lock.waiting()) === 0) await delay(5);
  server.child.kill('SIGUSR2');
  while (!server.log().includes('uncaughtException: stopping')) await delay(5);
  expect(await server.end('SIGUSR2')).toBe(1);
  expect(server.log()).not.toContain('"stopped"');
  await expect(answer).rejects.toThrow();
  await lock.commit();
});
