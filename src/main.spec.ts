import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { program } from './commands/program.js';
import { createDataSource } from './database/data-source.js';
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

  it('with nothing set, the server starts on an empty folder with one line per step and serves the organisation', async () => {
    expect(await count(server.url, 'countries')).toBe(68);
    expect(server.log()).toMatch(
      /creating a database.+starting PostgreSQL.+schema.+loaded the organisation.+listening/s,
    );
  });

  it('a second server on the same folder is rejected with a message and without a stack trace', async () => {
    await expect(serve()).rejects.toThrow(/is in use by the server with process id \d+/);
    await expect(serve()).rejects.not.toThrow(/ at .+\.js:\d+/);
  });

  it('the server serves what a concurrent import adds', async () => {
    const before = await count(server.url, 'newsItems');
    await writeFile(join(folder, 'page.txt'), page);
    const { code, stdout } = await command(['import', join(folder, 'page.txt')]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^added .+Officers learn in Malta/)]);
    expect(await count(server.url, 'newsItems')).toBe(before + 1);
  });

  it('migrations can run beside the server', async () => {
    expect(await command(['migrate'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('up to date') as string,
    });
  });

  it('the server shuts down cleanly on SIGTERM and has all data after a restart', async () => {
    const before = await count(server.url, 'newsItems');
    expect(await end(server, 'SIGTERM')).toBe(0);
    server = await serve();
    expect(await count(server.url, 'newsItems')).toBe(before);
    expect(server.log()).toContain('the organisation is loaded');
  });

  it('the server starts again after it was killed', async () => {
    const before = await count(server.url, 'newsItems');
    await end(server, 'SIGKILL');
    server = await serve();
    expect(await count(server.url, 'newsItems')).toBe(before);
    expect(await end(server, 'SIGINT')).toBe(0);
  });
});

it('with only DATABASE_URL set, the server uses that database', async () => {
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

it('all invalid settings are reported together, without a stack trace', async () => {
  const { code, stderr } = await command([], { PORT: 'x', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://secret@host/db' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/PORT: expected .+ got "x"/);
  expect(stderr).toMatch(/LOG_LEVEL: expected/);
  expect(stderr).toMatch(/DATABASE_URL: expected/);
  expect(stderr).not.toMatch(/secret|\.js:\d+/);
});

it('an unreachable database is reported without a stack trace', async () => {
  const { code, stderr } = await command([], { DATABASE_URL: 'postgres://nobody:pw@127.0.0.1:1/none' });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/ECONNREFUSED/)]);
  expect(stderr).not.toMatch(/\.js:\d+|pw/);
});

it('a database that accepts a connection and never responds is reported without a stack trace', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const { code, stderr } = await command([], { DATABASE_URL: `postgres://nobody:pw@127.0.0.1:${port}/none` });
  silent.close();
  expect([code, stderr]).toEqual([1, 'The database does not answer: timeout expired\n']);
});

it('an import that rejects a file reports which and why, imports the rest, and exits with 1', async () => {
  const database = await createTestDatabase('organization');
  await writeFile(join(folder, 'good.txt'), page);
  const { code, stdout } = await command(['import', join(folder, 'none.txt'), join(folder, 'good.txt')], {
    DATABASE_URL: database.url,
  });
  await database.drop();
  expect(code).toBe(1);
  expect(stdout).toMatch(/refused +.+none\.txt: there is no such file\nadded +.+good\.txt/);
  expect(stdout).toMatch(/files: 1 added, 0 changed, 0 unchanged, 1 refused/);
});

it('an export through a pipe can be imported again, and a dry run changes nothing', async () => {
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

describe('the import', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      type: 'NewsItem',
      slug: `killed-${i}`,
      title: `Officers of Malta meet for the ${i}th time`,
      body: `They speak of ${i} things, and of Italy.`,
      issuedBy: ['secretariat'],
      fieldsOfWork: ['border-management'],
    }));
  const asLines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
  let databases: Awaited<ReturnType<typeof createTestDatabase>>[];
  let sources: ReturnType<typeof createDataSource>[];
  let given: NodeJS.ProcessEnv[];
  beforeEach(async () => {
    databases = await Promise.all([createTestDatabase('organization'), createTestDatabase('organization')]);
    sources = databases.map(({ url }) => createDataSource(url, []));
    await Promise.all(sources.map((source) => source.initialize()));
    given = databases.map(({ url }) => ({ DATABASE_URL: url }));
  });
  afterEach(async () => {
    await Promise.all(sources.map((source) => source.destroy()));
    await Promise.all(databases.map(({ drop }) => drop()));
  });

  interface Run {
    id: number;
    state: string;
    files: { path: string; state: string; added: number; unchanged: number; sha256: string | null }[];
  }
  const runsOf = async (env: NodeJS.ProcessEnv) => {
    const { stdout } = await command(['import', '--runs', '--json'], env);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Run);
  };

  it('an import that is killed three times and run again ends with the same graph, as one run in the ledger', async () => {
    const file = join(folder, 'killed.jsonl');
    await writeFile(file, asLines(items(5_000)));
    const [clean, killed] = given;
    const stored = async () => {
      const sql = `SELECT count(*)::int AS count FROM news_item WHERE slug LIKE 'killed-%'`;
      return (await sources[1]!.query<{ count: number }[]>(sql))[0]!.count;
    };
    expect((await command(['import', file], clean)).code).toBe(0);
    for (let kill = 1; kill <= 3; kill += 1) {
      const child = spawn(process.execPath, ['dist/main.js', 'import', file], {
        cwd: root,
        env: env(killed),
        stdio: 'ignore',
      });
      const exit = once(child, 'exit');
      // Once a further chunk is in, the next is being written: somewhere in that, the process ends.
      while ((await stored()) < kill * 1_000 && child.exitCode === null) await delay(2);
      await delay(Math.random() * 50);
      child.kill('SIGKILL');
      await exit;
    }
    const [, broken] = await runsOf(killed!);
    expect(broken).toMatchObject({ state: expect.stringMatching(/UNFINISHED|DONE/) as string });
    expect((await command(['import', file], killed)).code).toBe(0);
    expect(await contentHash(sources[1]!)).toEqual(await contentHash(sources[0]!));
    if (broken!.state === 'DONE') return;
    const [, whole, ...more] = await runsOf(killed!);
    expect(more).toEqual([]);
    expect(whole).toMatchObject({ id: broken!.id, state: 'DONE' });
    expect(whole!.files.map(({ state }) => state)).toEqual(['UNFINISHED', 'UNFINISHED', 'UNFINISHED', 'DONE']);
    expect(whole!.files.reduce((sum, { added }) => sum + added, 0)).toBe(5_000);
    expect(whole!.files.at(-1)!.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('importing one folder three times, and by two processes at once, makes the same graph', async () => {
    const pages = join(folder, 'pages');
    await mkdir(pages);
    await writeFile(join(pages, 'a.jsonl'), asLines(items(400)));
    await writeFile(join(pages, 'b.jsonl'), asLines(items(400).map((item) => ({ ...item, lead: 'Of Italy.' }))));
    await writeFile(join(pages, 'c.txt'), page);
    await writeFile(
      join(pages, 'd.txt'),
      page.replace('The course lasted', 'With colleagues of Spain the course lasted'),
    );
    await writeFile(join(pages, 'e.txt'), page.replace(' learnt together.', ' learnt.'));
    const [alone, together] = given;
    const three = [];
    for (let time = 1; time <= 3; time += 1) three.push(await command(['import', pages], alone));
    const two = await Promise.all([command(['import', pages], together), command(['import', pages], together)]);
    expect([...three, ...two].map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(three[2]!.stdout).toContain('c.txt: news item "Officers learn in Malta"');
    expect(await contentHash(sources[1]!)).toEqual(await contentHash(sources[0]!));
  });

  it('an import succeeds for a role with short default statement and lock timeouts', async () => {
    const [source] = sources;
    const file = join(folder, 'hurried.jsonl');
    await writeFile(file, asLines(items(3)));
    const [{ name }] = (await source!.query<[{ name: string }]>('SELECT current_database() AS name'))!;
    for (const limit of ['statement_timeout', 'lock_timeout']) {
      await source!.query(`ALTER ROLE current_user IN DATABASE ${name} SET ${limit} = '50ms'`);
    }
    await source!.query(`CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql
                         AS 'BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END'`);
    await source!.query('CREATE TRIGGER dawdle AFTER INSERT ON news_item EXECUTE FUNCTION dawdle()');
    const held = source!.transaction(async (manager) => {
      await manager.query('LOCK TABLE news_item IN EXCLUSIVE MODE');
      const waits = `SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = $1)`;
      while ((await manager.query<unknown[]>(waits, [name])).length === 0) await delay(10);
      await delay(200);
    });
    const imported = await command(['import', file], given[0]);
    await held;
    expect([imported.code, imported.stderr, imported.stdout]).toEqual([
      0,
      expect.anything(),
      expect.stringContaining('files: 1 added'),
    ]);
  });

  it('an import is undone by its number, reports to programs as JSON, and shows people no code', async () => {
    const [source, env] = [sources[0]!, given[0]!];
    const before = await contentHash(source);
    const file = join(folder, 'taken-back.jsonl');
    await writeFile(file, asLines([...items(2), { type: 'Planet' }]));
    const told = await command(['import', '--json', '--diff', file], env);
    const reports = told.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(reports).toMatchObject([
      { outcome: 'added', line: 1, node: { key: 'killed-0' } },
      { outcome: 'added', line: 2, node: { key: 'killed-1' } },
      { outcome: 'refused', line: 3, code: 'BAD_USER_INPUT' },
      { outcome: 'added', lines: { added: 2, refused: 1 } },
      { run: 2, dryRun: false, refusedLines: 1 },
    ]);
    const rehearsed = await command(['import', '--undo', '2', '--dry-run'], env);
    expect(rehearsed.stdout).toMatch(/removed +NewsItem killed-\d\n(.*\n)*This was a dry run/);
    const undone = await command(['import', '--undo', '2'], env);
    expect([undone.code, undone.stdout]).toEqual([0, expect.stringContaining('nodes: 2 removed, 0 restored, 0 kept')]);
    expect(await contentHash(source)).toEqual(before);
    const again = await command(['import', '--undo', '2'], env);
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/Run 2 has already been undone\.\n$/)]);
    expect((await command(['import', '--runs'], env)).stdout).toMatch(
      /run 2 {2}UNDONE.+\n.+taken-back.+\n +line 3: Expected "type"/,
    );
  });
});

it.each([
  [['import']],
  [['import', '--wet-run']],
  [['import', '--undo']],
  [['import', '--undo', '0']],
  [['import', '--runs', 'a-file']],
  [['export', '--type', 'Planet']],
  [['dance']],
  [['import', '--runs', '--undo', '1']],
  [['migrate', '--sideways']],
  [['schema', '--stdout', '--records']],
])('the arguments %j print the usage and exit with 2', async (args) => {
  const { code, stdout, stderr } = await command(args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/Usage: osce-graph .+\nHelp: osce-graph .*--help\n$/);
});

const names = program.commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);

it.each(names)('%s --help prints its help and does nothing', async (name) => {
  const bare = await mkdtemp(join(folder, 'bare-'));
  const { stdout, stderr } = await run(process.execPath, [join(root, 'dist/main.js'), name, '--help'], {
    cwd: bare,
    env: env({ PORT: 'not read' }),
    timeout: 20_000,
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^Usage: osce-graph \w+/m);
  expect(stdout).toMatch(/^Examples:$/m);
  expect(await readdir(bare)).toEqual([]);
});

it('the program prints its help and its version', async () => {
  const [help, ...same] = await Promise.all([['help'], ['-h'], ['--help']].map((args) => command(args)));
  for (const { name } of program.commands) expect(help!.stdout).toContain(`\n  ${name} `);
  expect(same.map(({ stdout }) => stdout)).toEqual([help!.stdout, help!.stdout]);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(await command(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it.each([
  [['schema'], 'schema.graphql', /^type Query/m],
  [['schema:print', '--api'], 'api.graphql', /^type Query/m],
  [['records'], 'records.schema.json', /"NewsItem"/],
  [['settings', 'settings.md'], 'settings.md', /`DATA_DIR`/],
  [['commands', 'commands.md'], 'commands.md', /^## import$/m],
])('%j writes %s, and prints the same with --stdout', async (args, file, content) => {
  const bare = await mkdtemp(join(folder, 'bare-'));
  const print = (...more: string[]) =>
    run(process.execPath, [join(root, 'dist/main.js'), ...args, ...more], { cwd: bare, env: env() });
  const { stdout } = await print('--stdout');
  expect(stdout).toMatch(content);
  expect(await readdir(bare)).toEqual([]);
  expect((await print()).stdout).toBe(`wrote ${file}\n`);
  expect(await readFile(join(bare, file), 'utf8')).toBe(stdout);
});
