import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownContent } from '../own-content.js';
import { asRecord, recordSchema } from './record-shapes.js';

it('the published JSON Schema is that by which lines are checked', async () => {
  const published = await readFile(join(__dirname, '../../../docs/records.schema.json'), 'utf8');
  expect(JSON.parse(published)).toEqual(recordSchema);
});

it('every record of the project itself is as declared', () => {
  const faults = ownContent.map((record) => asRecord(record)).filter((read) => 'fault' in read);
  expect(faults).toEqual([]);
});
