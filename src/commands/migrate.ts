/** `migrate`: migrates the schema, also beside a running server; `--down` reverts the last migration. */
import type { Environment } from '../settings/environment.js';
import { slices } from '../slices.js';
import { openStore } from '../database/open-database.js';

export async function migrateCommand(environment: Environment, { down }: { down: boolean }): Promise<number> {
  const entities = slices.flatMap((slice) => [...(slice.entities ?? [])]);
  const store = await openStore(environment, entities, 'guest', (step) => console.log(step));
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
