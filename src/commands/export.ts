/** `export`: exports the graph as JSON Lines, which `import` can read. */
import { once } from 'node:events';
import type { Environment } from '../settings/environment.js';
import { exportRecords } from '../ingest/export/export-records.js';
import { recordShapes } from '../ingest/json-lines/record-shapes.js';
import { loadSeedData } from '../ingest/seed-data.js';
import type { ContentRecord } from '../ingest/record.js';
import { assembled } from '../slices.js';
import { openStore } from '../database/open-database.js';

export const exportedTypes = () => Object.keys(recordShapes()) as ContentRecord['type'][];

/**
 * Prints records to standard output and everything else to standard error, so that the output can go to a file.
 * @param types of {@link exportedTypes}; none: all
 */
export async function exportCommand(environment: Environment, types: readonly string[]): Promise<number> {
  const store = await openStore(environment, assembled.entities, 'guest', (step) => console.error(step));
  try {
    await loadSeedData(store.dataSource);
    await store.dataSource.transaction('REPEATABLE READ', async (manager) => {
      for await (const record of exportRecords(
        manager,
        types.length > 0 ? (types as ContentRecord['type'][]) : undefined,
      )) {
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
