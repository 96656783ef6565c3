/** Completion in real shells. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { program as realProgram } from '../program.js';
import { completionText } from './completion.js';
import { command, type CommandGroup } from './declare.js';

const run = promisify(execFile);
const program: CommandGroup = {
  ...realProgram,
  commands: [
    ...realProgram.commands,
    {
      name: 'review',
      summary: 'Reviews: what is left.',
      commands: [
        command({
          name: 'accept',
          summary: "Accepts what's right.",
          options: { note: { type: 'text', description: 'A note.' } },
          run: () => Promise.resolve(),
        }),
      ],
    },
  ],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'osce-graph-completion-'));
  await writeFile(join(folder, 'bash'), await completionText(program, 'bash'));
  await writeFile(join(folder, '_osce_graph'), await completionText(program, 'zsh'));
  await writeFile(join(folder, 'a page.html'), '');
});
afterAll(() => rm(folder, { recursive: true }));

const cases: [string, string[]][] = [
  ['im', ['import']],
  ['import --d', ['--dry-run', '--diff']],
  ['import --dry-run --r', ['--runs']],
  ['import --undo ', []],
  ['import a', ['a page.html']],
  ['export --type Eve', ['EventSeries', 'Event']],
  ['migrate a', []],
  ['completion ', ['bash', 'zsh', '--help']],
  ['help reb', ['rebuild']],
  ['review ', ['accept', '--help']],
  ['review accept --', ['--note', '--help']],
  ['--v', ['--version']],
];

it.each(cases)('bash completes "osce-graph %s" with %j', async (line, expected) => {
  const words = ['osce-graph', ...line.split(' ')].map((word) => `'${word}'`).join(' ');
  const script = `set -u; source ./bash; complete -p osce-graph >/dev/null
    COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _osce_graph
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await run('bash', ['--norc', '-c', script], { cwd: folder });
  expect([stdout.split('\n').filter(Boolean), stderr]).toEqual([expected, '']);
});

const zshAbsent = spawnSync('zsh', ['--version']).error !== undefined;
const inZsh = (rule: string) => (zshAbsent ? it.skip : it)(`${rule}${zshAbsent ? ' (zsh is not installed)' : ''}`, zsh);

/** Runs the function with stand-ins for those of the completion system, which print what they are given. */
async function zsh(): Promise<void> {
  const found: Record<string, string[]> = {};
  for (const [line] of cases) {
    const words = ['osce-graph', ...line.split(' ')].map((word) => `'${word}'`).join(' ');
    const script = `compdef() { [[ "$*" == '_osce_graph osce-graph' ]] || print -r "compdef $*" }; source ./_osce_graph
      _describe() { print -rl -- "\${(@P)2}" }; _files() { print -r FILES }
      words=(${words}); CURRENT=$#words; _osce_graph`;
    const { stdout, stderr } = await run('zsh', ['-f', '-c', script], { cwd: folder });
    expect(stderr).toBe('');
    const word = line.split(' ').at(-1)!;
    found[line] = stdout.split('\n').filter((one) => one !== '' && (one === 'FILES' || one.startsWith(word)));
  }
  const plain = Object.entries(found).map(([line, words]) => [line, words.map((word) => word.replace(/:.*$/, ''))]);
  expect(plain).toEqual(cases.map(([line, words]) => [line, words[0] === 'a page.html' ? ['FILES'] : words]));
  expect(found['review ']).toContain("accept:Accepts what's right.");
}
inZsh('zsh completes the same words, with what they mean');
