/** Commands that write what is generated from the code. */
import { command, type Command, type CommandGroup } from '../command-line/declare.js';
import { print } from '../print.js';

const stdout = { type: 'flag', description: 'Prints it instead of writing a file.' } as const;

interface Generated {
  readonly name: string;
  readonly summary: string;
  /** The file that is written by default. */
  readonly file: string;
  readonly example?: readonly [words: string, effect: string];
  readonly text: (program: CommandGroup) => Promise<string>;
}

/** A command that writes one generated file; it was called `<name>:print` before. */
const generated = ({ name, summary, file, example = ['--stdout', 'Prints it.'], text }: Generated): Command =>
  command({
    name,
    aliases: [`${name}:print`],
    summary,
    argument: { name: 'file', isFile: true, default: file, description: 'The file to write.' },
    options: { stdout },
    examples: [example],
    run: async ({ options, argument, program }) => print(await text(program), options.stdout ? undefined : argument),
  });

export const schema = command({
  name: 'schema',
  aliases: ['schema:print'],
  summary: 'Writes the GraphQL schema (SDL). Needs no database.',
  description: [
    'Without --api it is the schema of the subgraph, with the directives of Apollo Federation, by default in schema.graphql; with --api that for clients and code generators, by default in api.graphql.',
  ],
  argument: { name: 'file', isFile: true, description: 'The file to write.' },
  options: { api: { type: 'flag', description: 'The schema for clients, without federation.' }, stdout },
  examples: [['--api --stdout > api.graphql', 'Prints the schema for code generators.']],
  run: async ({ options, argument }) => {
    const { schemaText } = await import('../schema-print.js');
    const file = argument ?? (options.api ? 'api.graphql' : 'schema.graphql');
    return print(schemaText(options.api), options.stdout ? undefined : file);
  },
});

export const records = generated({
  name: 'records',
  summary: 'Writes the JSON Schema of a record, that is of a line that import reads. Needs no database.',
  file: 'records.schema.json',
  example: ['--stdout > records.schema.json', 'Prints it.'],
  text: async () => (await import('../schema-print.js')).recordsText(),
});

export const settings = generated({
  name: 'settings',
  summary: 'Writes all settings with their defaults and meanings, as Markdown.',
  file: 'docs/settings.md',
  example: ['--stdout', 'Prints all settings.'],
  text: async () => (await import('../settings-print.js')).settingsText(),
});

export const structure = generated({
  name: 'structure',
  summary: 'Writes the schema of the database as SQL, from an empty embedded database.',
  file: 'structure.sql',
  text: async () => (await import('../structure-print.js')).structureText(),
});

export const commands = generated({
  name: 'commands',
  summary: 'Writes the reference of all commands, as Markdown.',
  file: 'docs/commands.md',
  text: async (program) => (await import('../command-line/reference.js')).referenceText(program),
});

export const completion = command({
  name: 'completion',
  summary: 'Prints the script that completes commands and options in a shell.',
  argument: {
    name: 'shell',
    required: true,
    choices: () => Promise.resolve(['bash', 'zsh']),
    description: 'The shell.',
  },
  examples: [
    ['bash > ~/.local/share/bash-completion/completions/osce-graph', 'Installs it for bash.'],
    ['zsh > ~/.zfunc/_osce-graph', 'Installs it for zsh, if ~/.zfunc is in $fpath.'],
  ],
  run: async ({ argument, program }) => {
    const { completionText } = await import('../command-line/completion.js');
    return print(await completionText(program, argument as 'bash' | 'zsh'), undefined);
  },
});
