/** Which databases are rejected before anything is written to them, and which are served with a warning. */
import type { DataSource } from 'typeorm';
import { createTestDatabase, createUnusualDatabase, type TestDatabase } from '../testing/test-database.js';
import { createDataSource } from './data-source.js';
import { requireCompatibility, UnsupportedDatabaseError } from './compatibility.js';

async function look(store: TestDatabase): Promise<string[]> {
  const source = await createDataSource(store.url, []).initialize();
  try {
    return await requireCompatibility(source);
  } finally {
    await source.destroy();
    await store.drop();
  }
}

it('a UTF-8 database is supported without warnings', async () => {
  expect(await look(await createTestDatabase('bare'))).toEqual([]);
});

it('a LATIN1 database is rejected', async () => {
  const looking = look(await createUnusualDatabase(`ENCODING 'LATIN1' LOCALE 'C'`));
  await expect(looking).rejects.toThrow(UnsupportedDatabaseError);
  await expect(looking).rejects.toThrow(/its encoding is LATIN1: create the database with ENCODING 'UTF8'/);
});

it('a database whose locale lower-cases only A to Z is served with a warning', async () => {
  const [restriction, ...others] = await look(await createUnusualDatabase(`ENCODING 'UTF8' LOCALE 'C'`));
  expect(restriction).toMatch(/does not lower-case all scripts.*create the database with LOCALE 'C.UTF-8'/);
  expect(others).toEqual([]);
});

it('a database of PostgreSQL 14 is rejected', async () => {
  // A stand-in that answers as PostgreSQL 14 does.
  const old = { query: () => Promise.resolve([{ value: '140011' }]) } as unknown as DataSource;
  await expect(requireCompatibility(old)).rejects.toThrow(/PostgreSQL 140011 is too old: version 15 or later/);
});
