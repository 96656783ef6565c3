/** `structure`: migrates an empty embedded database and describes its schema. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembled } from '../slices.js';
import { createDataSource, migrate } from '../database/data-source.js';
import { openEmbeddedDatabase } from '../database/embedded/index.js';
import { describeStructure } from '../database/structure.js';

export async function structureText(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'osce-graph-structure-'));
  const database = await openEmbeddedDatabase({ dataDir, role: 'server', durable: false, log: () => undefined });
  try {
    const dataSource = createDataSource(database.url, assembled.entities);
    await dataSource.initialize();
    await migrate(dataSource);
    const text = await describeStructure((statement) => dataSource.query(statement));
    await dataSource.destroy();
    return text;
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
