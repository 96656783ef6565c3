import { execFileSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { osUserFor, closedFolder } from './os-user.js';
import { DatabaseUserError } from './errors.js';
import { prepareDataFolder } from './folder.js';
import { findBinaries, type PostgresBinaries } from './binaries.js';
import { reachableBinaries } from './reachable-binaries.js';

const nobody = { uid: 65_534, gid: 65_534 };
const silent = () => undefined;
const describeAsRoot = process.getuid?.() === 0 ? describe : describe.skip;

describeAsRoot('programs of PostgreSQL below a folder that is closed to its user', () => {
  let root: string;
  let place: string;
  let closed: PostgresBinaries;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'osce-graph-reachable-'));
    await chmod(root, 0o755);
    const home = join(root, 'home');
    const installed = dirname(dirname(dirname((await findBinaries()).initdb)));
    await cp(installed, join(home, 'a', 'b', 'program'), { recursive: true, verbatimSymlinks: true });
    await chmod(home, 0o700);
    closed = await findBinaries(join(home, 'a', 'b', 'program'));
  });
  beforeEach(async () => {
    place = join(await mkdtemp(join(root, 'places-')), 'programs');
    await chmod(dirname(place), 0o755);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const version = (postgres: string) =>
    execFileSync(postgres, ['--version'], { ...nobody, cwd: '/', encoding: 'utf8' });

  test('programs below a closed folder are copied once to where their user can run but not change them', async () => {
    expect(() => version(closed.postgres)).toThrow();
    const steps: string[] = [];
    const { postgres } = await reachableBinaries(closed, (step) => steps.push(step), [place]);
    expect(await closedFolder(nobody, [postgres])).toBeUndefined();
    expect(version(postgres)).toMatch(/^postgres \(PostgreSQL\) 18\./);
    const home = dirname(dirname(postgres));
    for (const name of ['.', ...(await readdir(home, { recursive: true }))]) {
      const { uid, mode } = await stat(join(home, name));
      expect([uid, mode & 0o022]).toEqual([0, 0]);
    }
    expect((await reachableBinaries(closed, (step) => steps.push(step), [place])).postgres).toBe(postgres);
    expect(steps).toEqual([expect.stringMatching(/^copying the programs of PostgreSQL to .*postgres-[0-9a-f]{16}, /)]);
    expect(await readdir(place)).toHaveLength(1);
  });

  test('programs are copied again if part of the copy was deleted', async () => {
    const { initdb, postgres } = await reachableBinaries(closed, silent, [place]);
    await rm(postgres);
    await reachableBinaries(closed, silent, [place]);
    expect(version(postgres)).toMatch(/18\./);
    expect(initdb.startsWith(place)).toBe(true);
    expect(await readdir(place)).toHaveLength(1);
  });

  test('programs are copied again if a file of the copy has other content of the same size', async () => {
    const { postgres } = await reachableBinaries(closed, silent, [place]);
    await writeFile(postgres, Buffer.alloc((await stat(postgres)).size));
    await reachableBinaries(closed, silent, [place]);
    expect(version(postgres)).toMatch(/18\./);
  });

  test('programs of another package version get their own copy, even with equal sizes and times', async () => {
    const first = await reachableBinaries(closed, silent, [place]);
    const file = join(dirname(dirname(dirname(closed.postgres))), 'package.json');
    const description = await readFile(file, 'utf8');
    await writeFile(file, description.replace(/"version": "/, '$&9'));
    const second = await reachableBinaries(closed, silent, [place]);
    await writeFile(file, description);
    expect(second.postgres).not.toBe(first.postgres);
  });

  test('concurrent processes end up with the same copy of the programs', async () => {
    const found = await Promise.all([1, 2, 3].map(() => reachableBinaries(closed, silent, [place])));
    expect(new Set(found.map(({ postgres }) => postgres)).size).toBe(1);
    expect(await readdir(place)).toHaveLength(1);
  });

  test('programs are never taken from a folder that another user owns or may write to', async () => {
    const { postgres } = await reachableBinaries(closed, silent, [place]);
    const copy = dirname(dirname(postgres));
    await chown(copy, nobody.uid, nobody.gid);
    await expect(reachableBinaries(closed, silent, [place])).rejects.toThrow(DatabaseUserError);
    await expect(reachableBinaries(closed, silent, [place])).rejects.toThrow(/belongs to the user with id 65534/);
    await chown(copy, 0, 0);
    await chmod(place, 0o777);
    await expect(reachableBinaries(closed, silent, [place])).rejects.toThrow(/others may write to /);
    const other = join(dirname(place), 'other');
    await mkdir(other);
    expect((await reachableBinaries(closed, silent, [place, other])).postgres.startsWith(other)).toBe(true);
  });

  test('the user of the database runs the copied programs without a capability of root', async () => {
    const folder = await prepareDataFolder(join(root, 'data'));
    const account = await osUserFor(folder, closed, { log: silent });
    expect(account.program.postgres).not.toBe(closed.postgres);
    const child = account.spawn('cat', ['/proc/self/status'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let status = '';
    for await (const chunk of child.stdout!) status += String(chunk);
    expect(status).toMatch(/^CapEff:\t0+$/m);
  });
});
