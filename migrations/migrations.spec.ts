import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { slices } from '../src/slices.js';
import { makeDueNewsSearchable } from '../src/intake/writer/search-words.js';
import { createDataSource, migrate } from '../src/store/data-source.js';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js';

/** Every column, constraint, index, function and trigger of the schema, as text. */
const description = `
  SELECT string_agg(line, chr(10) ORDER BY line) AS text FROM (
    SELECT format('column %s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT format('trigger %s %s', tgrelid::regclass, tgname) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('function %s', oid::regprocedure) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT 'extension ' || extname FROM pg_extension
  ) AS lines WHERE line NOT LIKE '%schema_migration%'`;

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase('bare');
  dataSource = createDataSource(
    database.url,
    slices.flatMap((slice) => [...(slice.entities ?? [])]),
  );
  await dataSource.initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const describeSchema = async () => (await dataSource.query<{ text: string }[]>(description))[0]!.text;

it('migrations lead up, all the way down, and up again to the same schema', async () => {
  const before = await describeSchema();
  const done = await migrate(dataSource);
  expect(done.length).toBeGreaterThan(15);
  const up = await describeSchema();
  expect(up).toContain('trigger country country_changed');

  for (let step = 0; step < done.length; step += 1) await dataSource.undoLastMigration();
  expect(await describeSchema()).toBe(before);

  await migrate(dataSource);
  expect(await describeSchema()).toBe(up);
});

it('texts that were there before they were searchable are left to whoever makes them', async () => {
  await migrate(dataSource);
  const lastName = async () => {
    const [last] = await dataSource.query<{ name: string }[]>(
      'SELECT name FROM schema_migration ORDER BY id DESC LIMIT 1',
    );
    return last!.name;
  };
  while (!(await lastName()).startsWith('SearchableText')) await dataSource.undoLastMigration();
  await dataSource.undoLastMigration();
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
