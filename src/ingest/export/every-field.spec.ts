import { isDeepStrictEqual } from 'node:util';
import { assembled } from '../../slices.js';
import { createDataSource } from '../../database/data-source.js';
import { contentHash } from '../../testing/content-hash.js';
import { fullRecords } from '../../testing/full-records.fixture.js';
import { createTestDatabase } from '../../testing/test-database.js';
import { asRecord, recordShapes } from '../json-lines/record-shapes.js';
import type { ContentRecord } from '../record.js';
import { writeRecords } from '../writer/index.js';
import { exportRecords } from './export-records.js';

const keyOf = (record: ContentRecord) => `${record.type} ${'slug' in record ? record.slug : record.year}`;

/** Writes records into an empty database. @returns what is exported of it, and its hash */
async function throughDatabase(records: readonly ContentRecord[]) {
  const { url, drop } = await createTestDatabase('empty');
  const dataSource = createDataSource(url, assembled.entities);
  await dataSource.initialize();
  try {
    await writeRecords(dataSource, records);
    const exported: ContentRecord[] = [];
    for await (const record of exportRecords(dataSource.manager)) exported.push(record);
    return { exported, hash: await contentHash(dataSource) };
  } finally {
    await dataSource.destroy();
    await drop();
  }
}

it('the full record of each type has every declared field and is valid', () => {
  for (const [type, { properties }] of Object.entries(recordShapes())) {
    const record = fullRecords.find((one) => one.type === type && Object.keys(one).length > 5)!;
    expect(asRecord(record)).toEqual({ record });
    expect(Object.keys(record)).toEqual(Object.keys(properties).filter((field) => field in record));
    expect(Object.keys(properties).filter((field) => !(field in record))).toEqual([]);
  }
});

it('every field of every type of record survives import, export and import into an empty database', async () => {
  const first = await throughDatabase(fullRecords);
  const exported = new Map(
    first.exported.map((record) => [keyOf(record), record as unknown as Record<string, unknown>]),
  );
  const lost = fullRecords.flatMap((record) => {
    const out = exported.get(keyOf(record));
    if (!out) return [keyOf(record)];
    return Object.entries(record)
      .filter(([field, value]) => !isDeepStrictEqual(out[field], value))
      .map(([field]) => `${keyOf(record)}: ${field}`);
  });
  expect(lost).toEqual([]);
  const second = await throughDatabase(first.exported);
  expect(second.exported).toEqual(first.exported);
  expect(second.hash).toEqual(first.hash);
});
