import { alignToKeys, groupToKeys } from './batch.js';

const row = (key: string, value: number) => ({ key, value });
const keyOf = ({ key }: { key: string }) => key;

it('rows come in the order of the keys, and a missing one leaves a gap', () => {
  expect(alignToKeys(['c', 'x', 'a'], [row('a', 1), row('c', 2)], keyOf)).toEqual([
    row('c', 2),
    undefined,
    row('a', 1),
  ]);
});

it('of several rows with one key the first counts', () => {
  expect(alignToKeys(['a'], [row('a', 1), row('a', 2)], keyOf)).toEqual([row('a', 1)]);
});

it('a key that is asked twice is answered twice', () => {
  expect(alignToKeys(['a', 'a'], [row('a', 1)], keyOf)).toEqual([row('a', 1), row('a', 1)]);
});

it('each key without rows gets an empty group of its own', () => {
  const [first, second] = groupToKeys(['a', 'b'], [], keyOf);
  expect([first, second]).toEqual([[], []]);
  expect(first).not.toBe(second);
});

it('groups keep the order of their rows and leave out rows that nobody asked for', () => {
  const rows = [row('a', 2), row('z', 9), row('a', 1)];
  expect(groupToKeys(['a'], rows, keyOf)).toEqual([[row('a', 2), row('a', 1)]]);
});
