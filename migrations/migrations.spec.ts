import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { assembled } from '../src/slices.js';
import { makeDueNewsSearchable } from '../src/ingest/writer/search-words.js';
import { createDataSource, migrate } from '../src/database/data-source.js';
import { describeStructure } from '../src/database/structure.js';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase('bare');
  dataSource = createDataSource(database.url, assembled.entities);
  await dataSource.initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const structureOf = (of: DataSource) => describeStructure((text) => of.query(text));

/** Brings the database to the state that the first migrations leave. @returns its structure */
async function migrateTo(count: number): Promise<string> {
  const some = createDataSource(database.url, []).setOptions({
    migrations: dataSource.migrations.slice(0, count).map(({ constructor }) => constructor as new () => object),
  });
  await some.initialize();
  await migrate(some);
  const structure = await structureOf(some);
  await some.destroy();
  return structure;
}

const undoFrom = async (name: string) => {
  const last = () => dataSource.query<{ name: string }[]>('SELECT name FROM schema_migration ORDER BY id DESC LIMIT 1');
  while (!(await last())[0]!.name.startsWith(name)) await dataSource.undoLastMigration();
  await dataSource.undoLastMigration();
};

it('each migration is undone to the structure that the one before it left', async () => {
  const { length } = dataSource.migrations;
  expect(length).toBeGreaterThan(30);
  const structures = [await structureOf(dataSource)];
  for (let count = 1; count <= length; count += 1) structures.push(await migrateTo(count));
  expect(structures.at(-1)).toContain('CREATE TRIGGER country_changed');

  for (let count = length; count > 0; count -= 1) {
    await dataSource.undoLastMigration();
    expect(await structureOf(dataSource)).toBe(structures[count - 1]);
  }
  await migrate(dataSource);
  expect(await structureOf(dataSource)).toBe(structures.at(-1));
});

it('an upgrade from before migration 90 leads to the functions and triggers of a fresh database', async () => {
  await migrate(dataSource);
  const fresh = await structureOf(dataSource);
  await undoFrom('FunctionsInFiles');
  // Earlier releases wrote the bodies with other indents: pg_proc keeps them as they were written.
  const functions = await dataSource.query<{ sql: string }[]>(`
    SELECT replace(pg_get_functiondef(oid), E'\\n', E'\\n      ') AS sql FROM pg_proc AS p
    WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')`);
  for (const { sql } of functions) await dataSource.query(sql);
  await dataSource.query('DROP TRIGGER project_content_emptied ON project');
  expect(await structureOf(dataSource)).not.toBe(fresh);
  await migrate(dataSource);
  expect(await structureOf(dataSource)).toBe(fresh);
});

it('texts that were there before they were searchable are left to whoever makes them', async () => {
  await migrate(dataSource);
  await undoFrom('SearchableText');
  await dataSource.query(
    `INSERT INTO news_item (id, slug, title, kind, body) VALUES (gen_random_uuid(), 'old', 'Old', 'NEWS', 'About a heron.')`,
  );
  await migrate(dataSource);
  const found = () =>
    dataSource.query(`SELECT FROM searchable_text WHERE vector @@ to_tsquery('graph_english', 'heron')`);
  expect(await found()).toHaveLength(0);
  expect(await makeDueNewsSearchable(dataSource)).toBe(1);
  expect(await found()).toHaveLength(1);
  await dataSource.query('DELETE FROM news_item');
});

it('entities and tables have the same columns, except those that the database computes', async () => {
  await migrate(dataSource);
  const rows = await dataSource.query<{ name: string }[]>(`
    SELECT table_name || '.' || column_name || (CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END) AS name
    FROM information_schema.columns
    WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name NOT IN ('schema_migration', 'loaded_content', 'news_item_place', 'news_item_bits', 'search_word', 'searchable_due')
      AND table_name NOT LIKE 'import\\_%'`);
  const entities = dataSource.entityMetadatas.flatMap(({ tableName, columns }) =>
    columns.map(({ databaseName, isNullable }) => `${tableName}.${databaseName}${isNullable ? '?' : ''}`),
  );
  expect(entities.sort()).toEqual(rows.map(({ name }) => name).sort());
});

it('a date that the calendar does not have is refused by the database', async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    for (const date of ['2007', '2007-06', '2007-06-30']) await client.query('SELECT $1::partial_date', [date]);
    for (const date of ['07', '2007-13', '2007-06-32', '2007-6-1', 'today']) {
      await expect(client.query('SELECT $1::partial_date', [date])).rejects.toThrow(/partial_date/);
    }
  } finally {
    await client.end();
  }
});
