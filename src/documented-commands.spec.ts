/**
 * Runs the commands (`sh`) of README.md and of docs/*.md as they stand, each file in an empty folder with a database of its
 * own. A block of `json` or `text` behind them is what they print. `<!-- not run: why -->` stands before others.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build, projectRoot } from './testing/built-server.js';
import { createTestDatabase } from './testing/test-database.js';

jest.setTimeout(90_000);

interface Block {
  file: string;
  commands: string;
  /** What they print: its language, and its text. */
  expected: readonly [language: string, text: string] | undefined;
  /** Why it is not run. */
  reason: string | undefined;
}

function blocksOf(file: string, markdown: string): Block[] {
  const pattern = /(?:<!-- not run: (.+?) -->\n\n)?```sh\n(.+?)```\n(?:\n```(json|text)\n(.+?)```\n)?/gs;
  return [...markdown.matchAll(pattern)].map(([, reason, commands, language, expected]) => ({
    file,
    commands: commands!,
    expected: language === undefined ? undefined : ([language, expected!] as const),
    reason,
  }));
}

/** The programs that documents name: without the packages' installation and the build, which precede the tests. */
const programs = `
set -euo pipefail
main() { node "$ROOT/dist/main.js" "$@"; }
npx() { [[ $1 == osce-graph ]]; shift; main "$@"; }
npm() {
  case "$1" in
    ci) return ;;
    start)
      node "$ROOT/dist/main.js" > server.log 2>&1 &
      echo $! > server.pid
      for ((i = 0; i < 300; i++)); do grep -q 'GraphQL at' server.log && return; sleep 0.1; done
      cat server.log >&2
      return 1
      ;;
  esac
  shift
  [[ $1 != --silent ]] || shift
  local script
  script=$(node -p 'require(process.argv[1]).scripts[process.argv[2]]' "$ROOT/package.json" "$1")
  [[ $script == 'node dist/main.js '* ]] || { echo "cannot run \\"$1\\": $script" >&2; return 1; }
  shift
  [[ \${1-} != -- ]] || shift
  main \${script#node dist/main.js } "$@"
}
curl() {
  local origin
  origin=$(grep -o 'http://localhost:[0-9]*/graphql' server.log | head -n 1)
  command curl --fail-with-body "\${@//http:\\/\\/localhost:4000\\/graphql/$origin}"
}
`;

const folders: string[] = [];
let blocks: Block[];
beforeAll(async () => {
  await build();
  const docs = (await readdir(join(projectRoot, 'docs'))).filter((name) => name.endsWith('.md'));
  const files = ['README.md', ...docs.sort().map((name) => `docs/${name}`)];
  const read = files.map(async (file) => blocksOf(file, await readFile(join(projectRoot, file), 'utf8')));
  blocks = (await Promise.all(read)).flat();
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** A folder with the files that documents name. */
async function sampleFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'osce-graph-documented-'));
  folders.push(folder);
  await symlink(join(projectRoot, 'src'), join(folder, 'src'));
  const page = (of: string) => `Officers of ${of} learn\nVALLETTA, 5 May 2014 - Officers of ${of} learnt.\nFor a week.`;
  await mkdir(join(folder, 'folder'));
  await writeFile(join(folder, 'folder', 'page.txt'), page('Italy'));
  await writeFile(join(folder, 'page.html'), `<p>${page('Malta').replaceAll('\n', '</p><p>')}</p>`);
  const record = { type: 'NewsItem', slug: 'a-bridge-in-malta', title: 'A bridge', issuedBy: ['secretariat'] };
  await writeFile(join(folder, 'records.jsonl'), `${JSON.stringify({ ...record, fieldsOfWork: [] })}\n`);
  return folder;
}

/** Runs one block. @returns what it prints; throws with both outputs if a command fails */
async function run(commands: string, folder: string, given: NodeJS.ProcessEnv): Promise<string> {
  const env = { PATH: process.env['PATH'], PORT: '0', ROOT: projectRoot, ...given };
  const child = spawn('bash', ['-c', `${programs}${commands}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  if (code !== 0) throw new Error(`These commands ended with ${code}:\n${commands}\n${stdout}\n${stderr}`);
  return stdout;
}

async function runAll(file: string, given: NodeJS.ProcessEnv): Promise<number> {
  const folder = await sampleFolder();
  const own = blocks.filter((block) => block.file === file && block.reason === undefined);
  try {
    for (const { commands, expected } of own) {
      const printed = await run(commands, folder, given);
      if (expected?.[0] === 'json') expect(JSON.parse(printed)).toEqual(JSON.parse(expected[1]));
      if (expected?.[0] === 'text') expect(printed.trimEnd()).toBe(expected[1].trimEnd());
    }
  } finally {
    // As Ctrl-C does, which background processes of a script do not hear.
    await run(
      '[[ ! -e server.pid ]] || { kill -TERM $(< server.pid); tail --pid=$(< server.pid) -f /dev/null; }',
      folder,
      {},
    );
  }
  return own.length;
}

it('the commands of docs/tutorial.md, from an empty folder to the undone import, print what it says', async () => {
  expect(await runAll('docs/tutorial.md', {})).toBeGreaterThan(5);
});

it('the commands of README.md and of the other documents work', async () => {
  const others = new Set(blocks.map(({ file }) => file).filter((file) => file !== 'docs/tutorial.md'));
  expect(others.size).toBeGreaterThan(3);
  const results = [...others].map(async (file) => {
    const store = await createTestDatabase('organization');
    await runAll(file, { DATABASE_URL: store.url }).finally(store.drop);
  });
  for (const result of await Promise.allSettled(results)) {
    if (result.status === 'rejected') throw result.reason;
  }
});

it('no other commands are left out than these, and each says why', () => {
  const left = blocks.filter(({ reason }) => reason !== undefined);
  expect(left.map(({ file, commands }) => `${file}: ${commands.split('\n')[0]}`)).toEqual([
    'README.md: npm test',
    'docs/benchmark.md: npm run bench',
    'docs/importing.md: npm run --silent bench:generate -- --items 1000000 > news.jsonl',
  ]);
});
