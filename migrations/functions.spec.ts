/** The files of functions: what stands in `sql/` is what databases have, and how they came to have it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../src/database/data-source.js';
import { describeStructure } from '../src/database/structure.js';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.js';

const folder = join(__dirname, 'sql');
const filesIn = (path: string) => readdirSync(join(folder, path)).filter((file) => file.endsWith('.sql'));
const nameOf = (file: string) => file.replace(/\.sql$/, '');
const textOf = (path: string) => readFileSync(join(folder, path), 'utf8');

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase('empty');
  dataSource = await createDataSource(database.url, []).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

it('every function of the database has a file of its name, and every file a function', async () => {
  const functions = await dataSource.query<{ name: string }[]>(`
    SELECT proname AS name FROM pg_proc AS p WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')`);
  expect(filesIn('.').map(nameOf).sort()).toEqual(functions.map(({ name }) => name).sort());
});

it('the functions of a migrated database are those of the files', async () => {
  const structure = () => describeStructure((text) => dataSource.query(text));
  const migrated = await structure();
  for (const file of filesIn('.')) await dataSource.query(textOf(file));
  expect(await structure()).toBe(migrated);
});

it('every former text of a function is of a migration that there is', () => {
  const numbers = readdirSync(__dirname).flatMap((file) => /^\d+(?=-.*\.ts$)/.exec(file) ?? []);
  const formers = readdirSync(folder).flatMap((entry) => /^before-(.*)/.exec(entry)?.[1] ?? []);
  expect(formers.filter((number) => !numbers.includes(number))).toEqual([]);
});

/**
 * Databases have a text from the migration that applied it: to change the file alone would change only fresh ones. The
 * texts of each function are numbered from the oldest on, comments at the head of the file left out.
 */
it('no text of a function has changed since a migration applied it', () => {
  const folders = readdirSync(folder).filter((entry) => entry.startsWith('before-'));
  const names = [...new Set([...folders, '.'].flatMap((path) => filesIn(path).map(nameOf)))].sort();
  const lines = names.flatMap((name) =>
    [...folders.sort(), '.']
      .filter((path) => filesIn(path).includes(`${name}.sql`))
      .map((path, index) => {
        const text = textOf(join(path, `${name}.sql`)).replace(/^(--.*\n)+/, '');
        return `${name} ${index + 1} ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
      }),
  );
  const applied = textOf('applied.txt').trim().split('\n');
  // What is listed here was changed: move the former text to before-<number>, and let that migration apply the new one.
  expect(applied.filter((line) => !lines.includes(line))).toEqual([]);
  // What is listed here is a new text: add the lines to applied.txt.
  expect(lines.filter((line) => !applied.includes(line))).toEqual([]);
});
