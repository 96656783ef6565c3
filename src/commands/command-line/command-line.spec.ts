/** Parsing and help, with a program of groups. */
import { SETTINGS } from '../../settings/environment.js';
import { program as realProgram } from '../program.js';
import { command, type CommandGroup } from './declare.js';
import { helpOf } from './help.js';
import { nameOf, requestOf, type Request } from './parse.js';
import { referenceText } from './reference.js';

const run = () => Promise.resolve();
const program: CommandGroup = {
  name: 'kitchen',
  summary: 'Cooks.',
  commands: [
    command({ name: 'open', aliases: ['open:door'], summary: 'Opens.', settings: ['PORT'], run }),
    {
      name: 'review',
      summary: 'Reviews dishes.',
      commands: [
        command({
          name: 'list',
          summary: 'Lists dishes.',
          options: { json: { type: 'flag', description: 'As JSON.' } },
          run,
        }),
        command({
          name: 'accept',
          summary: 'Accepts dishes.',
          argument: { name: 'dish', required: true, multiple: true, description: 'Which.' },
          options: {
            stars: { type: 'number', value: 'stars', description: 'How good.' },
            tag: {
              type: 'text',
              multiple: true,
              choices: () => Promise.resolve(['sweet', 'sour']),
              description: 'How it tastes.',
            },
          },
          run,
        }),
      ],
    },
  ],
};
const ask = (line: string): Promise<Request> => requestOf(program, 'open', line.split(' ').filter(Boolean));

it.each([
  ['', { path: 'kitchen open', options: {} }],
  ['open:door', { path: 'kitchen open', options: {} }],
  ['review list', { path: 'kitchen review list', options: { json: false } }],
  ['review list --json', { path: 'kitchen review list', options: { json: true } }],
  ['review accept soup -', { path: 'kitchen review accept', options: { tag: [] }, argument: ['soup', '-'] }],
  [
    'review accept --tag sweet --stars=3 --tag sour -- --help',
    { path: 'kitchen review accept', options: { tag: ['sweet', 'sour'], stars: 3 }, argument: ['--help'] },
  ],
])('the words "%s" name a command with its values', async (line, expected) => {
  const request = await ask(line);
  expect({ ...request, path: 'path' in request && nameOf(request.path) }).toMatchObject({ wants: 'run', ...expected });
});

it.each([
  ['--help', 'kitchen'],
  ['-h', 'kitchen'],
  ['help', 'kitchen'],
  ['help review', 'kitchen review'],
  ['help review accept', 'kitchen review accept'],
  ['review --help', 'kitchen review'],
  ['review accept --nonsense --help', 'kitchen review accept'],
  ['open:door -h', 'kitchen open'],
])('the words "%s" ask for help, whatever else is wrong', async (line, name) => {
  const request = await ask(line);
  expect([request.wants, 'path' in request && nameOf(request.path)]).toEqual(['help', name]);
});

it.each([
  ['opn', 'There is no command "opn". Did you mean "open"? Commands: open, review.'],
  ['help opne', 'There is no command "opne". Did you mean "open"? Commands: open, review.'],
  ['--hlep', 'There is no option "--hlep". Did you mean "--help"?'],
  ['review', 'Expected one of the commands list, accept.'],
  ['review lsit', 'There is no command "lsit". Did you mean "list"? Commands: list, accept.'],
  ['review list --jsno', 'There is no option "--jsno". Did you mean "--json"?'],
  ['review list -x', 'There is no option "-x".'],
  ['review list --json=yes', "Option '--json' does not take an argument"],
  ['review list soup', 'Unexpected argument "soup".'],
  ['review accept', 'Expected <dish>.'],
  ['review accept soup --stars', "Option '--stars <value>' argument missing"],
  ['review accept soup --stars 0', 'Expected a whole number from 1 after --stars, got "0".'],
  ['review accept soup --tag swet', 'Expected one of sweet, sour for --tag, got "swet". Did you mean "sweet"?'],
  ['open --port 5000', 'There is no option "--port". Set it in the environment: PORT=… kitchen open'],
])('the words "%s" are rejected, and what was probably meant is named', async (line, message) => {
  await expect(ask(line)).rejects.toThrow(new Error(message));
});

it('--version asks for the version', async () => {
  expect(await ask('--version')).toEqual({ wants: 'version' });
});

it('the help of a group lists its commands, and that of a command its argument, options and settings', async () => {
  const helpAt = async (line: string) => {
    const request = await ask(line);
    return helpOf((request as Extract<Request, { wants: 'help' }>).path);
  };
  expect(await helpAt('help review')).toBe(`Reviews dishes.

Usage: kitchen review <command>

Commands:
  list    Lists dishes.
  accept  Accepts dishes.

Options:
  -h, --help  Prints this help.
`);
  expect(await helpAt('help review accept')).toBe(`Accepts dishes.

Usage: kitchen review accept [options] <dish> …

Argument:
  <dish>  Which.

Options:
  --stars <stars>  How good.
  --tag <text>     How it tastes. One of sweet, sour. May be repeated.
  -h, --help       Prints this help.
`);
  const port = SETTINGS.find(({ name }) => name === 'PORT')!;
  expect(await helpAt('help open')).toContain(`  PORT  ${port.description} Default: ${port.default}.\n`);
});

it('the reference has a section for each command of a group', async () => {
  const headings = [...(await referenceText(program)).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(['open', 'review', 'review list', 'review accept']);
});

it('every example is a command line that its command takes', async () => {
  for (const one of realProgram.commands.filter((each) => 'run' in each)) {
    for (const [words] of one.examples ?? []) {
      const line = `${one.name} ${words.replace(/[<>] .+$/, '')}`;
      const request = await requestOf(realProgram, 'serve', line.split(' ').filter(Boolean));
      expect(request).toMatchObject({ wants: 'run', command: one });
    }
  }
});

it('every command has an example, and every name stands for one command', () => {
  const commands = realProgram.commands.flatMap((one) => ('commands' in one ? one.commands : [one]));
  expect(commands.filter((one) => !('examples' in one)).map(({ name }) => name)).toEqual([]);
  const names = realProgram.commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});
