import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createDataSource } from './store/data-source.js';
import { contentHash } from './testing/content-hash.js';
import { createTestDatabase } from './testing/test-database.js';

const root = join(__dirname, '..');
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  await run(process.execPath, ['build.mjs'], { cwd: root });
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-process-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const env = (given: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  PORT: '0',
  DATA_DIR: join(folder, 'data'),
  ...given,
});

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end. */
async function command(args: readonly string[], given?: NodeJS.ProcessEnv): Promise<Result> {
  try {
    return { code: 0, ...(await run(process.execPath, ['dist/main.js', ...args], { cwd: root, env: env(given) })) };
  } catch (fault) {
    return fault as Result;
  }
}

interface Server {
  child: ChildProcess;
  url: string;
  log: () => string;
}

/** Starts a server; resolves when it says where it listens, rejects if it ends before. */
async function serve(given?: NodeJS.ProcessEnv): Promise<Server> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: env(given),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      const [url] = /http:\/\/localhost:\d+\/graphql/.exec(log) ?? [];
      if (url) resolve({ child, url, log: () => log });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${log}`)));
  });
}

async function end({ child }: Server, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exit)[0];
}

async function count(url: string, list: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ list: ${list} { totalCount } }` }),
  });
  return ((await response.json()) as { data: { list: { totalCount: number } } }).data.list.totalCount;
}

const page = `Officers learn in Malta
VALLETTA, 5 May 2014 - Officers of Malta and Italy learnt together.
The course lasted a week.`;

describe('with nothing set, the server', () => {
  let server: Server;
  beforeAll(async () => {
    server = await serve();
  }, 30_000);
  afterAll(() => (server.child.exitCode === null ? end(server, 'SIGTERM') : undefined));

  it('starts on an empty folder with a line for each step, and serves the organisation', async () => {
    expect(await count(server.url, 'countries')).toBe(68);
    expect(server.log()).toMatch(
      /setting up a database.+starting PostgreSQL.+schema.+loaded the organisation.+listening/s,
    );
  });

  it('refuses a second server on its folder, in words and without a stack trace', async () => {
    await expect(serve()).rejects.toThrow(/is in use by the server with process id \d+/);
    await expect(serve()).rejects.not.toThrow(/ at .+\.js:\d+/);
  });

  it('sees what an import beside it brings', async () => {
    const before = await count(server.url, 'newsItems');
    await writeFile(join(folder, 'page.txt'), page);
    const { code, stdout } = await command(['import', join(folder, 'page.txt')]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^added .+Officers learn in Malta/)]);
    expect(await count(server.url, 'newsItems')).toBe(before + 1);
  });

  it('lets migrations run beside it', async () => {
    expect(await command(['migrate'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('up to date') as string,
    });
  });

  it('ends cleanly on SIGTERM, and has everything when it starts again', async () => {
    const before = await count(server.url, 'newsItems');
    expect(await end(server, 'SIGTERM')).toBe(0);
    server = await serve();
    expect(await count(server.url, 'newsItems')).toBe(before);
    expect(server.log()).toContain('the organisation is loaded');
  });

  it('starts again after it was killed', async () => {
    const before = await count(server.url, 'newsItems');
    await end(server, 'SIGKILL');
    server = await serve();
    expect(await count(server.url, 'newsItems')).toBe(before);
    expect(await end(server, 'SIGINT')).toBe(0);
  });
});

it('with DATABASE_URL the server works on that database, with nothing else changed', async () => {
  const database = await createTestDatabase('bare');
  const server = await serve({ DATABASE_URL: database.url, DATA_DIR: join(folder, 'unused') });
  try {
    expect(await count(server.url, 'countries')).toBe(68);
    expect(server.log()).not.toContain('setting up');
  } finally {
    await end(server, 'SIGTERM');
    await database.drop();
  }
});

it('settings that are wrong are all told at once, without a stack trace', async () => {
  const { code, stderr } = await command([], { PORT: 'x', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://secret@host/db' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/PORT: expected .+ got "x"/);
  expect(stderr).toMatch(/LOG_LEVEL: expected/);
  expect(stderr).toMatch(/DATABASE_URL: expected/);
  expect(stderr).not.toMatch(/secret|\.js:\d+/);
});

it('a database that cannot be reached is told without a stack trace', async () => {
  const { code, stderr } = await command([], { DATABASE_URL: 'postgres://nobody:pw@127.0.0.1:1/none' });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/ECONNREFUSED/)]);
  expect(stderr).not.toMatch(/\.js:\d+|pw/);
});

it('an import that refuses a file says which and why, imports the rest, and ends with 1', async () => {
  const database = await createTestDatabase('organization');
  await writeFile(join(folder, 'good.txt'), page);
  const { code, stdout } = await command(['import', join(folder, 'none.txt'), join(folder, 'good.txt')], {
    DATABASE_URL: database.url,
  });
  await database.drop();
  expect(code).toBe(1);
  expect(stdout).toMatch(/refused +.+none\.txt: there is no such file\nadded +.+good\.txt/);
  expect(stdout).toMatch(/1 files added, 0 changed, 0 unchanged, 1 refused/);
});

it('what is exported through a pipe is read back by an import, and a dry run changes nothing', async () => {
  const database = await createTestDatabase('organization');
  const given = { DATABASE_URL: database.url };
  const { stdout } = await command(['export', '--type', 'NewsItem', '--type', 'Event'], given);
  const lines = stdout.trim().split('\n');
  expect(new Set(lines.map((line) => (JSON.parse(line) as { type: string }).type))).toEqual(
    new Set(['NewsItem', 'Event']),
  );
  const file = join(folder, 'export.jsonl');
  await writeFile(file, `${stdout}{"type":"EventSeries","slug":"new-series","name":"New series"}\n{"type":"Planet"}\n`);
  for (const args of [['--dry-run', file], [file]]) {
    const told = await command(['import', ...args], given);
    expect(told.code).toBe(1);
    expect(told.stdout).toContain(`refused   ${file}:${lines.length + 2}: Expected "type" to be one of `);
    expect(told.stdout).toContain(`1 added, 0 changed, ${lines.length} unchanged, 1 refused`);
    expect(told.stdout.includes('nothing has been changed')).toBe(args.length === 2);
  }
  await database.drop();
});

it('an import that is killed three times and run again ends with the graph of one that was not', async () => {
  const file = join(folder, 'killed.jsonl');
  const items = Array.from({ length: 5_000 }, (_, i) => ({
    type: 'NewsItem',
    slug: `killed-${i}`,
    title: `Officers of Malta meet for the ${i}th time`,
    issuedBy: ['secretariat'],
    fieldsOfWork: ['border-management'],
  }));
  await writeFile(file, items.map((item) => `${JSON.stringify(item)}\n`).join(''));
  const databases = await Promise.all([createTestDatabase('organization'), createTestDatabase('organization')]);
  const sources = databases.map(({ url }) => createDataSource(url, []));
  await Promise.all(sources.map((source) => source.initialize()));
  const stored = async () => {
    const sql = `SELECT count(*)::int AS count FROM news_item WHERE slug LIKE 'killed-%'`;
    return (await sources[1]!.query<{ count: number }[]>(sql))[0]!.count;
  };
  const [clean, killed] = databases.map(({ url }) => ({ DATABASE_URL: url }));
  expect((await command(['import', file], clean)).code).toBe(0);
  for (let kill = 1; kill <= 3; kill += 1) {
    const child = spawn(process.execPath, ['dist/main.js', 'import', file], {
      cwd: root,
      env: env(killed),
      stdio: 'ignore',
    });
    const exit = once(child, 'exit');
    // Once a further chunk is in, the next is being written: somewhere in that, the process ends.
    while ((await stored()) < kill * 1_000) await delay(5);
    await delay(Math.random() * 200);
    child.kill('SIGKILL');
    await exit;
  }
  expect(await stored()).toBeLessThan(items.length);
  expect((await command(['import', file], killed)).code).toBe(0);
  expect(await contentHash(sources[1]!)).toEqual(await contentHash(sources[0]!));
  await Promise.all(sources.map((source) => source.destroy()));
  await Promise.all(databases.map(({ drop }) => drop()));
});

it.each([
  [['import']],
  [['import', '--wet-run']],
  [['export', '--type', 'Planet']],
  [['dance']],
  [['migrate', '--sideways']],
])('%j is answered with what is possible, and 1', async (args) => {
  const { code, stderr } = await command(args);
  expect(code).toBe(1);
  expect(stderr).toMatch(/Usage: |Commands: /);
});
