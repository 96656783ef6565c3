/** Commands that run the server and look after its database. */
import { command } from '../command-line/declare.js';
import { databaseSettings } from './content.js';

export const serve = command({
  name: 'serve',
  summary: 'Starts the server. This is what happens without a command.',
  description: [
    'Opens the database, migrates it, loads the seed data and listens until Ctrl-C or SIGTERM. Without DATABASE_URL it starts a PostgreSQL of its own, with its data in ./data.',
  ],
  settings: 'all',
  examples: [['', 'Serves http://localhost:4000/graphql.']],
  run: async ({ environment }) => (await import('../serve.js')).serve(environment()),
});

export const migrate = command({
  name: 'migrate',
  summary: 'Migrates the schema of the database, also beside a running server.',
  options: { down: { type: 'flag', description: 'Reverts the last migration.' } },
  settings: databaseSettings,
  examples: [['', 'Brings the schema up to date.']],
  run: async ({ environment, options }) => (await import('../migrate.js')).migrateCommand(environment(), options),
});

export const doctor = command({
  name: 'doctor',
  summary: 'Checks the server and its database, and changes nothing.',
  description: ['The exit code is 1 if a check failed.'],
  options: { json: { type: 'flag', description: 'Prints the findings as JSON.' } },
  settings: 'all',
  examples: [['', 'Prints what is wrong and what to do.']],
  run: async ({ environment, options }) => (await import('../doctor/doctor.js')).doctorCommand(environment(), options),
});

export const rebuild = command({
  name: 'rebuild',
  summary: 'Rebuilds derived data that differs from its source, also beside a running server.',
  settings: databaseSettings,
  examples: [['', 'Compares all derived data, and rebuilds what differs.']],
  run: async ({ environment }) => (await import('../rebuild.js')).rebuildCommand(environment()),
});
