/** `npm run export -- [--type NewsItem …] > file`: exports the graph as JSON Lines, which `import` can read. */
import { once } from 'node:events';
import type { Environment } from '../settings/environment.js';
import { exportRecords } from '../ingest/export/export-records.js';
import { recordShapes } from '../ingest/json-lines/record-shapes.js';
import { loadSeedData } from '../ingest/seed-data.js';
import type { ContentRecord } from '../ingest/record.js';
import { assembled } from '../slices.js';
import { openStore } from '../database/open-database.js';

const known = () => Object.keys(recordShapes()) as ContentRecord['type'][];

/** Prints records to standard output and everything else to standard error, so that the output can go to a file. */
export async function exportCommand(environment: Environment, args: readonly string[]): Promise<number> {
  const types = typesOf(args);
  if (!types) {
    console.error(`Usage: npm run export -- [--type <type>] … > file. Types: ${known().join(', ')}`);
    return 1;
  }
  const store = await openStore(environment, assembled.entities, 'guest', (step) => console.error(step));
  try {
    await loadSeedData(store.dataSource);
    await store.dataSource.transaction('REPEATABLE READ', async (manager) => {
      for await (const record of exportRecords(manager, types.length > 0 ? types : undefined)) {
        if (!process.stdout.write(`${JSON.stringify(record)}\n`)) await once(process.stdout, 'drain');
      }
    });
  } finally {
    await store.close();
  }
  // Flushes the output: the process ends with the command, and a pipe may not have read everything.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  return 0;
}

/** Returns the requested types, or undefined if the arguments are invalid. */
function typesOf(args: readonly string[]): ContentRecord['type'][] | undefined {
  const types: ContentRecord['type'][] = [];
  for (let i = 0; i < args.length; i += 2) {
    const type = known().find((one) => one === args[i + 1]);
    if (args[i] !== '--type' || !type) return undefined;
    types.push(type);
  }
  return types;
}
