/** What `import` prints for people, and what it reads from standard input. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, projectRoot } from '../../testing/built-server.js';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.js';

let store: TestDatabase;
let folder: string;
beforeAll(async () => {
  await build();
  store = await createTestDatabase('empty');
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-output-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await store.drop();
});

const page = (of: string) => `Officers of ${of} learn
VALLETTA, 5 May 2014 - Officers of ${of} learnt together.
The course lasted a week.`;

/** Runs `import`. @returns what it prints */
async function imported(args: readonly string[], input = '', code = 0): Promise<string> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: store.url, TMPDIR: folder };
  const running = promisify(execFile)(process.execPath, [join(projectRoot, 'dist/main.js'), 'import', ...args], {
    cwd: folder,
    env,
  });
  running.child.stdin!.end(input);
  const result = (await running.catch((error: unknown) => error)) as { code?: number; stdout: string };
  expect(result.code ?? 0).toBe(code);
  return result.stdout;
}

it('a dry run lists a page once, with its edges and how it was read', async () => {
  await writeFile(join(folder, 'page.txt'), page('Malta'));
  expect(await imported(['--dry-run', 'page.txt'])).toBe(`added     page.txt: NewsItem officers-of-malta-learn
          + countries: Country malta
          read as bare-text, 70 % sure
This was a dry run: nothing has been changed.
files: 1 added, 0 changed, 0 unchanged, 0 refused
`);
});

it('an import offers to be undone, unless it changed nothing', async () => {
  expect(await imported(['page.txt'])).toMatch(
    /^files: 1 added, .+\nThis was run 2; `npx osce-graph import --undo 2` undoes it\.\n$/m,
  );
  const again = await imported(['--diff', 'page.txt']);
  expect(again).toMatch(/^unchanged page\.txt: news item "Officers of Malta learn"/);
  expect(again).toMatch(/^files: 0 added, 0 changed, 1 unchanged, 0 refused\nThis was run 3; it changed nothing\.\n$/m);
});

it('the seed data is listed as a run with its counts', async () => {
  const [, seed] = (await imported(['--runs'])).split('\n');
  expect(seed).toMatch(/^ {2}DONE {2}seed data: [1-9]\d{2,} added, 0 changed, \d+ unchanged, 0 refused {2}sha256 /);
});

it('an undo counts nodes, and gives the reason of a conflict once', async () => {
  expect(await imported(['--undo', '2'], '', 1))
    .toBe(`conflict  NewsItem officers-of-malta-learn: run 3 confirmed it since
nodes: 0 removed, 0 restored, 1 kept because of conflicts
`);
});

it.each([
  ['a page', page('Italy'), /^added {5}-: news item "Officers of Italy learn"/],
  ['JSON Lines', '{"type":"EventSeries","slug":"teas","name":"Teas"}\n', /^added {5}-: of its records 1 added/],
])('"import -" reads %s from standard input, and leaves no file behind', async (_what, input, report) => {
  const before = await readdir(folder);
  expect(await imported(['-'], input)).toMatch(report);
  expect(await readdir(folder)).toEqual(before);
  const runs = (await imported(['--runs', '--json'])).trim().split('\n');
  expect(JSON.parse(runs.at(-1)!)).toMatchObject({ paths: ['-'], files: [{ path: '-', added: 1 }] });
});

it('an empty standard input is rejected with a reason', async () => {
  expect(await imported(['-'], '', 1)).toMatch(/^refused {3}-: .*empty/);
});
