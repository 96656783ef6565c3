/** The program: all its commands. */
import type { CommandGroup } from './command-line/declare.js';
import { evaluate, exportCommand, importCommand } from './declared/content.js';
import { commands, completion, records, schema, settings, structure } from './declared/print.js';
import { doctor, migrate, rebuild, serve } from './declared/server.js';

export const program: CommandGroup = {
  name: 'osce-graph',
  summary: 'The public content of the OSCE as one GraphQL graph: the server, and what looks after its content.',
  description: ['Without a command, it serves. Results go to standard output, progress to standard error.'],
  commands: [
    serve,
    importCommand,
    exportCommand,
    migrate,
    doctor,
    rebuild,
    schema,
    records,
    settings,
    completion,
    evaluate,
    structure,
    commands,
  ],
};
