/** Commands for content: how it comes in and goes out. */
import { command } from '../command-line/declare.js';

/** What every command that opens the database honours. */
export const databaseSettings = ['DATABASE_URL', 'DATABASE_LISTEN_URL', 'DATA_DIR', 'MIGRATION_WAIT_MS'] as const;

export const importCommand = command({
  name: 'import',
  summary: 'Imports pages, feeds and records, also beside a running server.',
  description: [
    'Each file is recognised by its content: a page as text or HTML, a feed (RSS, Atom), or JSON Lines. "-" reads standard input, which is recognised in the same way; a file of this name is ./-.',
    'Every import is a numbered run that can be undone. The exit code is 1 if anything was rejected.',
  ],
  argument: {
    name: 'file or folder',
    multiple: true,
    isFile: true,
    description: 'What to import; folders with everything below them; - for standard input.',
  },
  options: {
    'dry-run': { type: 'flag', description: 'Prints what an import or an undo would change, and changes nothing.' },
    diff: { type: 'flag', description: 'Prints each changed node with its fields and edges, as --dry-run does.' },
    json: { type: 'flag', description: 'Prints JSON Lines.' },
    runs: { type: 'flag', description: 'Lists all runs with their files; imports nothing.' },
    undo: { type: 'number', value: 'run', description: 'Undoes a run.' },
    origin: { type: 'text', value: 'slug or id', description: 'Prints which run, file and line added a node.' },
  },
  settings: databaseSettings,
  examples: [
    ['--dry-run folder', 'Prints what importing a folder would change.'],
    ['page.html records.jsonl', 'Imports a page and a file of records.'],
    ['- < page.html', 'Imports a page from standard input.'],
    ['--undo 2', 'Undoes the second run.'],
  ],
  run: async ({ environment, options, argument }) =>
    (await import('../import.js')).importCommand(environment, { ...options, paths: argument }),
});

export const exportCommand = command({
  name: 'export',
  summary: 'Exports the graph to standard output as JSON Lines, which import can read.',
  options: {
    type: {
      type: 'text',
      multiple: true,
      choices: async () => (await import('../export.js')).exportedTypes(),
      description: 'Exports records of this type only.',
    },
  },
  settings: databaseSettings,
  examples: [
    ['> graph.jsonl', 'Exports everything.'],
    ['--type Event --type EventSeries > events.jsonl', 'Exports the events.'],
  ],
  run: async ({ environment, options }) => (await import('../export.js')).exportCommand(environment(), options.type),
});

export const evaluate = command({
  name: 'evaluate',
  summary: 'Evaluates the country linker on labelled items. Needs no database.',
  argument: {
    name: 'file',
    required: true,
    isFile: true,
    description: 'Labelled items, as JSON or JSON Lines.',
  },
  examples: [['labelled.jsonl', 'Prints precision, recall, F1 and every error.']],
  run: async ({ argument }) => (await import('../evaluate.js')).evaluateCommand(argument),
});
