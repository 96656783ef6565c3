/** Commands that write what is generated from the code. */
import { command, type Argument } from '../command-line/declare.js';
import { print } from '../print.js';

const stdout = { type: 'flag', description: 'Prints it instead of writing a file.' } as const;

const fileOf = <const Usual extends string>(usual: Usual) =>
  ({
    name: 'file',
    isFile: true,
    default: usual,
    description: 'The file to write.',
  }) as const satisfies Argument;

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

export const records = command({
  name: 'records',
  aliases: ['records:print'],
  summary: 'Writes the JSON Schema of a record, that is of a line that import reads. Needs no database.',
  argument: fileOf('records.schema.json'),
  options: { stdout },
  examples: [['--stdout > records.schema.json', 'Prints it.']],
  run: async ({ options, argument }) =>
    print((await import('../schema-print.js')).recordsText(), options.stdout ? undefined : argument),
});

export const settings = command({
  name: 'settings',
  aliases: ['settings:print'],
  summary: 'Writes all settings with their defaults and meanings, as Markdown.',
  argument: fileOf('docs/settings.md'),
  options: { stdout },
  examples: [['--stdout', 'Prints all settings.']],
  run: async ({ options, argument }) =>
    print((await import('../settings-print.js')).settingsText(), options.stdout ? undefined : argument),
});

export const structure = command({
  name: 'structure',
  aliases: ['structure:print'],
  summary: 'Writes the schema of the database as SQL, from an empty embedded database.',
  argument: fileOf('structure.sql'),
  options: { stdout },
  examples: [['--stdout', 'Prints it.']],
  run: async ({ options, argument }) =>
    print(await (await import('../structure-print.js')).structureText(), options.stdout ? undefined : argument),
});

export const commands = command({
  name: 'commands',
  aliases: ['commands:print'],
  summary: 'Writes the reference of all commands, as Markdown.',
  argument: fileOf('docs/commands.md'),
  options: { stdout },
  examples: [['--stdout', 'Prints it.']],
  run: async ({ options, argument, program }) => {
    const { referenceText } = await import('../command-line/reference.js');
    return print(await referenceText(program), options.stdout ? undefined : argument);
  },
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
