import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { osUserFor } from './os-user.js';
import { hasCluster, makeCluster } from './cluster.js';
import { openEmbeddedDatabase } from './embedded-database.js';
import { DatabaseUserError } from './errors.js';
import { placesIn, prepareDataFolder } from './folder.js';
import { findPostmaster } from './postmaster.js';
import { startOf } from './processes.js';
import { findBinaries } from './binaries.js';
import { setStage, type Stage } from './real-processes.fixture.js';
import { prepareDatabase } from './session.js';

const isRoot = process.getuid?.() === 0;
const testAsRoot = isRoot ? test : test.skip;
const silent = () => undefined;

let stage: Stage;
/** One database for all tests that do not need a fresh one; nobody uses it between the tests. */
let shared: string;

beforeAll(async () => {
  stage = await setStage();
  shared = await stage.emptyFolder();
  // Below a closed folder the first start would also tell that it copies the programs.
  await osUserFor(await prepareDataFolder(shared), await findBinaries(), { log: silent });
});
afterEach(() => stage.empty());
afterAll(() => stage.clear());

async function ask<Row extends QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const portOf = (url: string) => Number(new URL(url).port);
const postmasterOf = async (dataDir: string) => (await findPostmaster(placesIn(dataDir)))?.pid;
const pidFileOf = (dataDir: string) => readFile(join(placesIn(dataDir).pgdata, 'postmaster.pid'), 'utf8').catch(silent);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('timed out');
    await sleep(5);
  }
}

async function expectStopped(dataDir: string): Promise<void> {
  expect(await postmasterOf(dataDir)).toBeUndefined();
  expect(await pidFileOf(dataDir)).toBeUndefined();
  expect(await readdir(placesIn(dataDir).users)).toEqual([]);
  expect(await readdir(placesIn(dataDir).turns)).toEqual([]);
}

describe('the first start', () => {
  test('the first start creates a database within seconds and logs each step', async () => {
    const begun = Date.now();
    const server = stage.enter(shared, 'server');
    const url = await server.opened;
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(server.steps).toEqual([
      `creating a database in ${shared} (first start only)`,
      `starting PostgreSQL on port ${portOf(url)}`,
      'creating the database "osce"',
      `the database is ready on port ${portOf(url)}`,
    ]);

    const [facts] = await ask(
      url,
      `select current_user as role, current_database() as database, usesuper,
              current_setting('server_version_num')::int >= 180000 as modern, current_setting('listen_addresses') as address,
              current_setting('max_connections') as connections, current_setting('shared_buffers') as memory,
              current_setting('jit') as jit, current_setting('server_encoding') as encoding,
              current_setting('password_encryption') as passwords, current_setting('timezone') as timezone,
              datlocprovider as provider, datlocale as locale, lower('ÉÖҚ') as lower
         from pg_user, pg_database where usename = current_user and datname = current_database()`,
    );
    expect(facts).toEqual({
      role: 'osce',
      database: 'osce',
      usesuper: false,
      modern: true,
      address: '127.0.0.1',
      connections: '100',
      memory: '384MB',
      jit: 'off',
      encoding: 'UTF8',
      passwords: 'scram-sha-256',
      timezone: 'UTC',
      provider: 'b',
      locale: 'C.UTF-8',
      lower: 'éöқ',
    });
    expect(portOf(url)).toBeLessThan(32_768);

    expect(await server.end()).toBe(0);
    await expectStopped(shared);
  });

  test('the database requires a password, which only its owner can read', async () => {
    expect((await stat(placesIn(shared).password)).mode & 0o777).toBe(0o600);
    const server = stage.enter(shared, 'server');
    const url = new URL(await server.opened);
    expect(url.password.length).toBeGreaterThan(20);
    url.password = 'guess';
    await expect(ask(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await server.end();
  });

  test('a first start that is killed leaves no incomplete database', async () => {
    const dataDir = await stage.emptyFolder();
    const killed = stage.enter(dataDir, 'server');
    await until(async () => (await readdir(dataDir)).some((name) => name.startsWith('initialising-')));
    await killed.end('SIGKILL');
    expect(await readdir(dataDir)).not.toContain('postgres');

    const server = stage.enter(dataDir, 'server');
    await expect(ask(await server.opened, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
    await server.end();
  });
});

describe('a later start', () => {
  test('a later start finds the data and keeps the port', async () => {
    const before = stage.enter(shared, 'server');
    const url = await before.opened;
    await ask(url, 'create table kept as select 42 as answer');
    await before.end();

    const after = stage.enter(shared, 'server');
    expect(await after.opened).toBe(url);
    expect(after.steps).toEqual([
      `starting PostgreSQL on port ${portOf(url)}`,
      `the database is ready on port ${portOf(url)}`,
    ]);
    await expect(ask(url, 'select answer from kept')).resolves.toEqual([{ answer: 42 }]);
    await after.end();
  });

  test('a later start takes another port if its own is in use', async () => {
    const port = Number(await readFile(placesIn(shared).port, 'utf8'));
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const server = stage.enter(shared, 'server');
    const url = await server.opened;
    expect(portOf(url)).not.toBe(port);
    await server.end();
    other.close();
  });

  test('PostgreSQL uses fsync unless `durable` is false', async () => {
    for (const [durable, fsync] of [
      [true, 'on'],
      [false, 'off'],
    ] as const) {
      const database = await openEmbeddedDatabase({ dataDir: shared, role: 'guest', log: silent, durable });
      const sql = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
                          current_setting('full_page_writes') as pages`;
      await expect(ask(database.url, sql)).resolves.toEqual([{ fsync, commit: fsync, pages: fsync }]);
      await database.stop();
    }
  });

  test('a failed start reports the output of PostgreSQL', async () => {
    const version = join(placesIn(shared).pgdata, 'PG_VERSION');
    await writeFile(version, '9\n');
    const server = stage.enter(shared, 'server');
    await expect(server.opened).rejects.toMatchObject({
      name: 'DatabaseStartError',
      message: expect.stringMatching(/did not start[^]*Its output:[^]*initialized by PostgreSQL version 9/),
    });
    await writeFile(version, '18\n');
  });
});

describe('a start whose session fails', () => {
  test('a start whose session fails leaves no PostgreSQL behind', async () => {
    const { password } = placesIn(shared);
    const right = await readFile(password);
    await writeFile(password, 'forgotten');
    const opening = openEmbeddedDatabase({ dataDir: shared, role: 'server', log: silent });
    await expect(opening).rejects.toThrow(/the session with it failed: password authentication failed/);
    await expectStopped(shared);
    await writeFile(password, right);
  });
});

describe('after kill -9 of the server', () => {
  test('after kill -9 of the server the next one takes over the running PostgreSQL, and stops it in the end', async () => {
    const killed = stage.enter(shared, 'server');
    const url = await killed.opened;
    const postmaster = await postmasterOf(shared);
    await killed.end('SIGKILL');
    expect(postmaster).toBeDefined();
    expect(await postmasterOf(shared)).toBe(postmaster);

    const server = stage.enter(shared, 'server');
    expect(await server.opened).toBe(url);
    expect(server.steps[0]).toBe(`using PostgreSQL, which is already running on port ${portOf(url)}`);
    expect(await postmasterOf(shared)).toBe(postmaster);
    expect(await server.end()).toBe(0);
    await expectStopped(shared);
  });

  test('after kill -9 of the server and PostgreSQL the next server restarts it', async () => {
    const killed = stage.enter(shared, 'server', { durable: true });
    await ask(await killed.opened, 'create table committed as select 1 as row');
    const postmaster = (await postmasterOf(shared)) ?? 0;
    await killed.end('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    // Perhaps only a zombie of it is left: PostgreSQL itself would take that for a live one.
    await until(() => startOf(postmaster) === undefined);
    expect(await pidFileOf(shared)).toMatch(new RegExp(`^${postmaster}\n`));

    const server = stage.enter(shared, 'server');
    await expect(ask(await server.opened, 'table committed')).resolves.toEqual([{ row: 1 }]);
    await server.end();
  });

  test('a process that reuses the id of PostgreSQL does not prevent the start', async () => {
    // PostgreSQL believes in any process of its own user, so this one gets the same.
    const { uid, gid } = await stat(placesIn(shared).pgdata);
    const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid, cwd: '/' } : {});
    await once(stranger, 'spawn');
    const lines = [
      stranger.pid,
      placesIn(shared).pgdata,
      1_700_000_000,
      25_432,
      '',
      '127.0.0.1',
      '  1 1',
      'ready   ',
      '',
    ];
    await writeFile(join(placesIn(shared).pgdata, 'postmaster.pid'), lines.join('\n'));

    try {
      const server = stage.enter(shared, 'server');
      await expect(ask(await server.opened, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
      await server.end();
      await expectStopped(shared);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill();
    }
  });

  test('a process that reuses the id of the server does not hold the folder', async () => {
    const { users, turns } = placesIn(shared);
    for (const folder of [users, turns]) await writeFile(join(folder, `server.${process.pid}.00000000-1.abc`), '');
    const server = stage.enter(shared, 'server');
    await server.opened;
    await server.end();
    await expectStopped(shared);
  });
});

describe('a PostgreSQL that hangs', () => {
  const steps: string[] = [];
  const open = () =>
    openEmbeddedDatabase({
      dataDir: shared,
      role: 'server',
      log: (step) => steps.push(step),
      durable: false,
      answerLimitMs: 500,
    });

  test('a hung PostgreSQL is killed and restarted on the same port; one that answers is left alone', async () => {
    const database = await open();
    const hung = (await postmasterOf(shared))!;
    await sleep(2_000);
    expect(await postmasterOf(shared)).toBe(hung);
    process.kill(hung, 'SIGSTOP');
    await until(() => steps.includes('PostgreSQL does not answer and is started again (try 1 of 5)'));
    await until(async () => (await findPostmaster(placesIn(shared)))?.status === 'ready' && !database.problem);
    expect(await postmasterOf(shared)).not.toBe(hung);
    await expect(ask(database.url, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
    await database.stop();
    await expectStopped(shared);
  });

  test('a hung PostgreSQL that cannot be restarted is given up', async () => {
    const database = await open();
    const version = join(placesIn(shared).pgdata, 'PG_VERSION');
    await writeFile(version, '9\n');
    process.kill((await postmasterOf(shared))!, 'SIGSTOP');
    const { message } = await database.lost;
    expect(message).toMatch(/^PostgreSQL does not answer and could not be started again, in 5 tries: .* did not start/);
    expect(database.problem).toBe('PostgreSQL does not answer and could not be started again');
    await writeFile(version, '18\n');
    await database.stop();
  }, 60_000);
});

describe('a data folder has one server', () => {
  test('a second server is rejected with the folder and the process id of the first', async () => {
    const first = stage.enter(shared, 'server');
    await first.opened;
    const second = stage.enter(shared, 'server');
    await expect(second.opened).rejects.toMatchObject({
      name: 'DataFolderInUseError',
      message:
        `The data folder ${shared} is in use by the server with process id ${first.pid}. ` +
        `Stop that server, or set DATA_DIR to another folder for this one.`,
    });
    await first.end();
    await expectStopped(shared);
  });

  test('of several servers that start concurrently on an empty folder, exactly one wins', async () => {
    const dataDir = await stage.emptyFolder();
    const servers = Array.from({ length: 4 }, () => stage.enter(dataDir, 'server'));
    const outcomes = await Promise.allSettled(servers.map(({ opened }) => opened));
    const winners = servers.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes.filter((outcome) => outcome.status === 'rejected')) {
      expect(outcome.reason).toMatchObject({
        name: 'DataFolderInUseError',
        message: expect.stringContaining(`${dataDir} is in use by the server with process id ${winners[0]?.pid}.`),
      });
    }
    expect(await winners[0]?.end()).toBe(0);
    await expectStopped(dataDir);
  });
});

describe('guests', () => {
  test('guests use the PostgreSQL of the server and leave it running', async () => {
    const server = stage.enter(shared, 'server');
    const guest = stage.enter(shared, 'guest');
    expect(await guest.opened).toBe(await server.opened);
    expect(await guest.end()).toBe(0);
    await expect(ask(await server.opened, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
    await server.end();
    await expectStopped(shared);
  });

  test('guests keep PostgreSQL running when the server leaves first, and the last one stops it', async () => {
    const guest = stage.enter(shared, 'guest');
    await guest.opened;
    const server = stage.enter(shared, 'server');
    await server.opened;
    await server.end();
    await expect(ask(await guest.opened, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
    const successor = stage.enter(shared, 'server');
    await successor.opened;
    await guest.end();
    await expect(ask(await successor.opened, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
    await successor.end();
    await expectStopped(shared);
  });

  test('guests may come and go in any order without cutting each other off', async () => {
    const visit = async (delay: number) => {
      await sleep(delay);
      const guest = stage.enter(shared, 'guest');
      await ask(await guest.opened, 'select 1');
      // On its way out the guest asks the database something too, and fails if it is gone.
      return guest.end();
    };
    const codes = await Promise.all([0, 0, 150, 300, 450, 600, 750, 900].map(visit));
    expect(codes).toEqual(codes.map(() => 0));
    await expectStopped(shared);
  });
});

describe('Ctrl-C in the terminal', () => {
  test('Ctrl-C reaches the server only, which ends its work and then stops PostgreSQL', async () => {
    const server = stage.enter(shared, 'server');
    await server.opened;
    const postmaster = (await postmasterOf(shared)) ?? 0;
    const ended = once(server.process, 'close');
    process.kill(-server.pid, 'SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(startOf(postmaster)).toBeUndefined();
    await expectStopped(shared);
  });
});

describe('whose PostgreSQL it is', () => {
  test('the data folder of a PostgreSQL is verified before it is used, even if the password matches', async () => {
    const theirs = stage.enter(shared, 'guest');
    const port = portOf(await theirs.opened);
    const ours = placesIn(await stage.emptyFolder());
    await mkdir(ours.cluster);
    await writeFile(ours.password, await readFile(placesIn(shared).password));
    await expect(prepareDatabase(ours, port, silent)).rejects.toThrow(
      `The PostgreSQL on port ${port} uses ${placesIn(shared).pgdata}, not ${ours.pgdata}.`,
    );
    await theirs.end();
  });
});

describe('users of the system (only root can try them)', () => {
  testAsRoot('started by root, PostgreSQL runs as another user', async () => {
    const { uid } = await stat(placesIn(shared).pgdata);
    expect(uid).toBe(Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })));
    const guest = stage.enter(shared, 'guest');
    await guest.opened;
    const status = await readFile(`/proc/${await postmasterOf(shared)}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`^Uid:\t${uid}\t${uid}\t`, 'm'));
    expect(status).toMatch(/^CapEff:\t0+$/m);
    await guest.end();
  });

  testAsRoot('an ordinary user runs PostgreSQL as itself, and root may join', async () => {
    const dataDir = await stage.emptyFolder();
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })));
    const server = stage.enter(dataDir, 'server', { uid: uid ?? 0, gid: gid ?? 0 });
    const url = await server.opened;
    expect((await stat(placesIn(dataDir).pgdata)).uid).toBe(uid);
    const guest = stage.enter(dataDir, 'guest');
    expect(await guest.opened).toBe(url);
    expect(await guest.end()).toBe(0);
    expect(await server.end()).toBe(0);
    await expectStopped(dataDir);

    const root = stage.enter(dataDir, 'server');
    await root.opened;
    expect(await root.end()).toBe(0);
    const again = stage.enter(dataDir, 'server', { uid: uid ?? 0, gid: gid ?? 0 });
    await again.opened;
    expect(await again.end()).toBe(0);
  });

  testAsRoot('a data folder of another user is reported', async () => {
    const ids = { uid: 65_534, gid: 65_534 };
    await expect(stage.enter(shared, 'guest', ids).opened).rejects.toMatchObject({
      name: 'DataFolderUnusableError',
      message: expect.stringContaining(shared),
    });
  });

  testAsRoot('a user id without a name is reported with advice', async () => {
    const ids = { uid: 12_345, gid: 0 };
    await expect(stage.enter(await stage.emptyFolder(), 'server', ids).opened).rejects.toMatchObject({
      name: 'DatabaseUserError',
      message: expect.stringMatching(/id 12345, which has no name on this system.*OpenShift.*DATABASE_URL.*passwd/),
    });
  });

  testAsRoot('started by root, PostgreSQL traverses a folder that is closed to its user', async () => {
    const home = await stage.emptyFolder();
    await chmod(home, 0o700);
    const dataDir = join(home, 'project', 'data');
    const server = stage.enter(dataDir, 'server');
    await expect(ask(await server.opened, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
    expect(server.steps[0]).toBe(`letting PostgreSQL traverse ${home}, which is closed to its user (dac_read_search)`);
    expect(await server.end()).toBe(0);
    await expectStopped(dataDir);
    await chmod(home, 0o755);
    await chmod(dataDir, 0o755);
  });

  testAsRoot('PostgreSQL starts if the project itself is in a closed folder, such as the home of root', async () => {
    const home = await stage.emptyFolder();
    const installed = dirname(dirname(dirname((await findBinaries()).initdb)));
    await cp(installed, join(home, 'program'), { recursive: true, verbatimSymlinks: true });
    await chmod(home, 0o700);
    const program = await findBinaries(join(home, 'program'));
    const folder = await prepareDataFolder(join(home, 'data'));
    const account = await osUserFor(folder, program, { log: silent });
    await makeCluster(folder, { program, account, durable: false });
    expect(await hasCluster(folder)).toBe(true);
  });

  testAsRoot('a folder that PostgreSQL cannot traverse is reported with advice', async () => {
    const home = await stage.emptyFolder();
    await chmod(home, 0o700);
    const folder = await prepareDataFolder(join(home, 'data'));
    const account = osUserFor(folder, await findBinaries(), { log: silent, setpriv: 'no-such-program' });
    await expect(account).rejects.toThrow(DatabaseUserError);
    await expect(account).rejects.toThrow(new RegExp(`may not enter ${home}\\. .*"chmod o\\+x ${home}"`));
  });
});
