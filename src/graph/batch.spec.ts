import { alignToKeys, groupToKeys } from './batch.js';

const row = (key: string, value: number) => ({ key, value });
const keyOf = ({ key }: { key: string }) => key;

it('rows are aligned to the keys, with undefined for a missing row', () => {
  expect(alignToKeys(['c', 'x', 'a'], [row('a', 1), row('c', 2)], keyOf)).toEqual([
    row('c', 2),
    undefined,
    row('a', 1),
  ]);
});

it('of several rows with one key the first wins', () => {
  expect(alignToKeys(['a'], [row('a', 1), row('a', 2)], keyOf)).toEqual([row('a', 1)]);
});

it('a duplicate key is answered twice', () => {
  expect(alignToKeys(['a', 'a'], [row('a', 1)], keyOf)).toEqual([row('a', 1), row('a', 1)]);
});

it('each key without rows gets a new empty group', () => {
  const [first, second] = groupToKeys(['a', 'b'], [], keyOf);
  expect([first, second]).toEqual([[], []]);
  expect(first).not.toBe(second);
});

it('groups keep the order of their rows and skip rows of other keys', () => {
  const rows = [row('a', 2), row('z', 9), row('a', 1)];
  expect(groupToKeys(['a'], rows, keyOf)).toEqual([[row('a', 2), row('a', 1)]]);
});
