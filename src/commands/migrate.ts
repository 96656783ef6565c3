/** `migrate`: migrates the schema, also beside a running server; `--down` reverts the last migration. */
import type { Environment } from '../settings/environment.js';
import { assembled } from '../slices.js';
import { openStore } from '../database/open-database.js';

export async function migrateCommand(environment: Environment, { down }: { down: boolean }): Promise<number> {
  const store = await openStore(environment, assembled.entities, 'guest', (step) => console.log(step));
  try {
    if (down) {
      await store.dataSource.undoLastMigration();
      console.log('reverted the last migration');
    }
    return 0;
  } finally {
    await store.close();
  }
}
