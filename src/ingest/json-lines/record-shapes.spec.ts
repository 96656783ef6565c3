import '../../slices.js';
import { seedData } from '../seed-data.js';
import { asRecord, recordSchema } from './record-shapes.js';

it('the JSON Schema has each type of record, and only standard keywords', () => {
  const { oneOf } = recordSchema();
  const types = oneOf.flatMap((shape) => (shape as { properties: { type: { enum: string[] } } }).properties.type.enum);
  expect(types.sort()).toEqual([...new Set(seedData().map(({ type }) => type))].sort());
  expect(JSON.stringify(oneOf)).not.toContain('partial-date');
});

it('every record of the seed data is valid', () => {
  const faults = seedData()
    .map((record) => asRecord(record))
    .filter((read) => 'error' in read);
  expect(faults).toEqual([]);
});
