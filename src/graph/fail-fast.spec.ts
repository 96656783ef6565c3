import { FailFastReader } from './fail-fast.js';
import { sql, type Sql } from './sql.js';

const sent: Sql[] = [];
const reader = new FailFastReader({
  rows: (statement) => {
    sent.push(statement);
    return statement.values[0] === 'bad' ? Promise.reject(new Error('the time is over')) : Promise.resolve([]);
  },
});
const read = (value: string) => reader.rows(sql`SELECT ${value}`);

it('a statement that has failed is not sent again; others are', async () => {
  await expect(read('bad')).rejects.toThrow('the time is over');
  await expect(read('bad')).rejects.toThrow('the time is over');
  expect(await read('good')).toEqual([]);
  expect(await read('good')).toEqual([]);
  expect(sent.map(({ values }) => values[0])).toEqual(['bad', 'good', 'good']);
});
