/** `npm run migrate`: migrates the schema, also beside a running server; `-- --down` reverts the last migration. */
import type { Environment } from '../settings/environment.js';
import { assembled } from '../slices.js';
import { openStore } from '../database/open-database.js';

export async function migrateCommand(environment: Environment, args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--down');
  if (unknown.length > 0) {
    console.error(`Usage: npm run migrate [-- --down]. Unknown arguments: ${unknown.join(' ')}`);
    return 1;
  }
  const store = await openStore(environment, assembled.entities, 'guest', (step) => console.log(step));
  try {
    if (args.includes('--down')) {
      await store.dataSource.undoLastMigration();
      console.log('reverted the last migration');
    }
    return 0;
  } finally {
    await store.close();
  }
}
