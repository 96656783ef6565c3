/** `npm run structure:print`: migrates an empty embedded database and writes its schema to `structure.sql`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembled } from '../slices.js';
import { createDataSource, migrate } from '../database/data-source.js';
import { openEmbeddedDatabase } from '../database/embedded/index.js';
import { describeStructure } from '../database/structure.js';

export async function printStructure([file = 'structure.sql']: readonly string[]): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'osce-graph-structure-'));
  const database = await openEmbeddedDatabase({ dataDir, role: 'server', durable: false, log: () => undefined });
  try {
    const dataSource = createDataSource(database.url, assembled.entities);
    await dataSource.initialize();
    await migrate(dataSource);
    await writeFile(file, await describeStructure((text) => dataSource.query(text)));
    await dataSource.destroy();
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  console.log(`wrote ${file}`);
  return 0;
}
