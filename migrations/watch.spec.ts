/** What `watchTable` gives a table of a noun that the server has never heard of. */
import { Client } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { createDataSource } from '../src/database/data-source.js';
import { describeStructure } from '../src/database/structure.js';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js';
import { unwatchTable, watchTable, type WatchedTable } from './watch.js';

let database: TestDatabase;
let dataSource: DataSource;
let runner: QueryRunner;
let client: Client;
const told: string[] = [];

const storks: WatchedTable = { table: 'stork', kind: 'Stork', searched: { date: 'seen_on' }, named: true };
const nests: WatchedTable = { table: 'stork_nest', partOf: 'Stork', id: 'stork_id', far: 'nest_id' };
const towers: WatchedTable = { table: 'tower', kind: 'Tower', reference: true };
const all = [storks, nests, towers];
const [old, young, nest] = [1, 2, 3].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`);

beforeAll(async () => {
  database = await createTestDatabase('empty');
  dataSource = await createDataSource(database.url, []).initialize();
  runner = dataSource.createQueryRunner();
  client = new Client({ connectionString: database.url });
  await client.connect();
  client.on('notification', ({ channel, payload }) => told.push(`${channel} ${payload ?? ''}`));
  await client.query('LISTEN content_changed; LISTEN catalogue_changed');
  await runner.query(`
    CREATE TABLE stork (id uuid PRIMARY KEY, name text, names jsonb NOT NULL DEFAULT '[]', seen_on partial_date);
    CREATE TABLE stork_nest (stork_id uuid, nest_id uuid);
    CREATE TABLE tower (id uuid PRIMARY KEY);
    INSERT INTO stork VALUES ('${old}', 'Adebar', '[{"name": "Langbein"}]', '2007-06');
  `);
  for (const table of all) await watchTable(runner, table);
});
afterAll(async () => {
  await client.end();
  await runner.release();
  await dataSource.destroy();
  await database.drop();
});

/** What listeners hear of a statement, in order. */
async function toldOf(statement: string): Promise<string[]> {
  told.length = 0;
  await client.query(statement);
  // What a connection itself causes is delivered before its next answer.
  await client.query('SELECT');
  return [...told];
}

const about = (change: object) => [`content_changed ${JSON.stringify(change).replaceAll(/([:,])"/g, '$1 "')}`];
const searched = () =>
  dataSource.query<{ sort_key: string; names: string[] }[]>(
    `SELECT sort_key, names FROM searchable WHERE kind = 'Stork' ORDER BY sort_key`,
  );

it('rows that were there before the triggers can be searched, by their names and in the order of their date', async () => {
  expect(await searched()).toEqual([{ sort_key: '2007-06', names: ['adebar', 'langbein'] }]);
  expect(await runner.query(`SELECT word FROM search_word WHERE word = 'adebar'`)).toHaveLength(1);
});

it('each change of a node, a link and a reference table is told, and TRUNCATE as well', async () => {
  const kind = 'Stork';
  const link = { id: young, far: nest, kind, table: 'stork_nest' };
  expect(await toldOf(`INSERT INTO stork (id, name) VALUES ('${young}', 'Storch')`)).toEqual(
    about({ id: young, kind }),
  );
  expect(await toldOf(`UPDATE stork SET name = 'Rotstrumpf' WHERE id = '${young}'`)).toEqual(
    about({ id: young, kind }),
  );
  expect(await toldOf(`INSERT INTO stork_nest VALUES ('${young}', '${nest}')`)).toEqual(about(link));
  expect(await toldOf('DELETE FROM stork_nest')).toEqual(about(link));
  expect(await toldOf('TRUNCATE stork_nest')).toEqual(about({ kind }));
  for (const change of [`INSERT INTO tower VALUES ('${nest}')`, 'DELETE FROM tower', 'TRUNCATE tower']) {
    expect(await toldOf(change)).toEqual(['catalogue_changed ']);
  }
  expect(await searched()).toHaveLength(2);
  expect(await toldOf(`DELETE FROM stork WHERE id = '${young}'`)).toEqual(about({ id: young, kind }));
  expect(await searched()).toHaveLength(1);
  expect(await toldOf('TRUNCATE stork')).toEqual(about({ kind }));
  expect(await searched()).toEqual([]);
});

it('imports that keep the names of a table learn of each change of it', async () => {
  const token = async () => (await dataSource.query<{ token: string }[]>('SELECT token FROM import_names'))[0]!.token;
  const before = await token();
  await runner.query(`INSERT INTO stork (id, name) VALUES ('${old}', 'Adebar')`);
  expect(await token()).not.toBe(before);
});

it('to watch a table once more changes nothing, and an end of it leaves nothing', async () => {
  const structure = () => describeStructure((text) => runner.query(text));
  const watched = await structure();
  for (const table of all) await watchTable(runner, table);
  expect(await structure()).toBe(watched);
  for (const table of all) await unwatchTable(runner, table);
  const left = await runner.query(
    `SELECT tgname FROM pg_trigger WHERE tgrelid IN ('stork'::regclass, 'stork_nest'::regclass, 'tower'::regclass)`,
  );
  expect(left).toEqual([]);
  expect(await searched()).toEqual([]);
});
