#!/usr/bin/env node
/** Starts the process: `serve` (the default), `import`, `export`, `migrate`, `doctor`, `rebuild`, `evaluate`, `schema:print`, `structure:print` or `settings:print`. */
import './engine.js';
import 'reflect-metadata';
import { EnvironmentError, readEnvironment } from './settings/environment.js';
import { EmbeddedDatabaseError } from './database/embedded/index.js';
import { inWords } from './database/start-errors.js';
import { UnsupportedDatabaseError } from './database/compatibility.js';
import { LockTimeoutError } from './database/advisory-lock.js';

const commands: Record<string, (args: readonly string[]) => Promise<number | void>> = {
  serve: async () => (await import('./commands/serve.js')).serve(readEnvironment(process.env)),
  import: async (args) => (await import('./commands/import.js')).importCommand(readEnvironment(process.env), args),
  export: async (args) => (await import('./commands/export.js')).exportCommand(readEnvironment(process.env), args),
  migrate: async (args) => (await import('./commands/migrate.js')).migrateCommand(readEnvironment(process.env), args),
  doctor: async (args) =>
    (await import('./commands/doctor/doctor.js')).doctorCommand(readEnvironment(process.env), args),
  rebuild: async (args) => (await import('./commands/rebuild.js')).rebuildCommand(readEnvironment(process.env), args),
  evaluate: async (args) => (await import('./commands/evaluate.js')).evaluateCommand(args),
  'structure:print': async (args) => (await import('./commands/structure-print.js')).printStructure(args),
  'settings:print': async (args) => (await import('./commands/settings-print.js')).printSettings(args),
  'schema:print': async (args) => (await import('./commands/schema-print.js')).printSchema(args),
};

async function main([name = 'serve', ...args]: readonly string[]): Promise<number> {
  const command = commands[name];
  if (!command) {
    console.error(`There is no command "${name}". Commands: ${Object.keys(commands).join(', ')}.`);
    return 1;
  }
  return (await command(args)) ?? 0;
}

/** Faults that a person can mend are told in words; a stack trace is for faults of the program. */
function describe(fault: unknown): string {
  const isForPeople =
    fault instanceof EnvironmentError ||
    fault instanceof EmbeddedDatabaseError ||
    fault instanceof LockTimeoutError ||
    fault instanceof UnsupportedDatabaseError ||
    isSystemFault(fault);
  const words = inWords(fault);
  if (words !== undefined) return words;
  if (isLostConnection(fault)) return `The database does not answer: ${fault.message}`;
  return isForPeople ? fault.message : ((fault as Error).stack ?? String(fault));
}

/** Faults of the network and of PostgreSQL's start-up: a port in use, a host not found, a refused password, no writes. */
const isSystemFault = (fault: unknown): fault is Error =>
  fault instanceof Error &&
  /^(E[A-Z]+|28\w{3}|3D000|25006|53\w{3}|57P0\d)$/.test(String((fault as { code?: unknown }).code));

/** What `pg` says of these has no code. */
const isLostConnection = (fault: unknown): fault is Error =>
  fault instanceof Error && /^(Connection terminated|timeout (expired|exceeded))/.test(fault.message);

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (fault: unknown) => {
    console.error(describe(fault));
    process.exit(1);
  },
);
