/** Which databases are refused before anything is written to them, and which are served with a word of warning. */
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

it('one as all tests have it is fit', async () => {
  expect(await look(await createTestDatabase('bare'))).toEqual([]);
});

it('one that cannot keep all letters is refused', async () => {
  const looking = look(await createUnusualDatabase(`ENCODING 'LATIN1' LOCALE 'C'`));
  await expect(looking).rejects.toThrow(UnsupportedDatabaseError);
  await expect(looking).rejects.toThrow(/it keeps texts in LATIN1: make the database with ENCODING 'UTF8'/);
});

it('one whose locale knows no capitals beyond A to Z is served, and this is told', async () => {
  const [weakness, ...others] = await look(await createUnusualDatabase(`ENCODING 'UTF8' LOCALE 'C'`));
  expect(weakness).toMatch(/does not fold the capitals of all scripts.*make the database with LOCALE 'C.UTF-8'/);
  expect(others).toEqual([]);
});

it('one of an old version is refused', async () => {
  // There is none at hand: this answers as PostgreSQL 14 does.
  const old = { query: () => Promise.resolve([{ value: '140011' }]) } as unknown as DataSource;
  await expect(requireCompatibility(old)).rejects.toThrow(/PostgreSQL 140011 is too old: version 15 or later/);
});
