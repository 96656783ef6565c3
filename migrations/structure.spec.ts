/** structure.sql, the schema that reviews read, and what every table of the graph must have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { assembled } from '../src/slices.js';
import { createDataSource } from '../src/database/data-source.js';
import { describeStructure } from '../src/database/structure.js';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase('empty');
  dataSource = createDataSource(database.url, assembled.entities);
  await dataSource.initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Versions of PostgreSQL write the same definition differently: the file is of the embedded one. */
const embeddedMajor = 18;

it('structure.sql is the schema of a freshly migrated database (else: npm run structure:print)', async () => {
  const [row] = await dataSource.query<{ major: number }[]>(
    `SELECT current_setting('server_version_num')::integer / 10000 AS major`,
  );
  const described = await describeStructure((text) => dataSource.query(text));
  if (row!.major === embeddedMajor) expect(described).toBe(readFileSync(join(__dirname, '../structure.sql'), 'utf8'));
  else expect(described).toContain('CREATE TABLE news_item (');
});
