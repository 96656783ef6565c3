/** `npm run migrate`: brings the schema up to date, also beside a running server; `-- --down` takes the last step back. */
import type { Environment } from '../settings/environment.js';
import { slices } from '../slices.js';
import { openStore } from '../database/open-database.js';

export async function migrateCommand(environment: Environment, args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--down');
  if (unknown.length > 0) {
    console.error(`Usage: npm run migrate [-- --down]. Not understood: ${unknown.join(' ')}`);
    return 1;
  }
  const entities = slices.flatMap((slice) => [...(slice.entities ?? [])]);
  const store = await openStore(environment, entities, 'guest', (step) => console.log(step));
  try {
    if (args.includes('--down')) {
      await store.dataSource.undoLastMigration();
      console.log('took the last migration back');
    }
    return 0;
  } finally {
    await store.close();
  }
}
