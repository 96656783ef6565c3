/** `rebuild`: rebuilds derived data that differs from its source, also beside a running server. */
import type { Environment } from '../settings/environment.js';
import { rebuildDerived } from '../ingest/derived/rebuild.js';
import { assembled } from '../slices.js';
import { openStore } from '../database/open-database.js';

export async function rebuildCommand(environment: Environment): Promise<number> {
  const store = await openStore(environment, assembled.entities, 'guest', (step) => console.error(step));
  try {
    await rebuildDerived(store.dataSource, ({ name, count, examples }) =>
      console.log(count === 0 ? `${name}: agrees` : `${name}: rebuilt, ${count} differed (${examples.join(', ')})`),
    );
    return 0;
  } finally {
    await store.close();
  }
}
