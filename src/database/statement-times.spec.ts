import { StatementTimes } from './statement-times.js';

it('a statement that has never run is not short', () => {
  expect(new StatementTimes().isShort('SELECT 1')).toBe(false);
});

it('a statement is short while its average is at most 10 ms', () => {
  const times = new StatementTimes();
  times.note('SELECT 1', 10);
  expect(times.isShort('SELECT 1')).toBe(true);
  times.note('SELECT 1', 11);
  expect(times.isShort('SELECT 1')).toBe(false);
});

it('one long run among short ones fades from the average', () => {
  const times = new StatementTimes();
  times.note('SELECT 1', 40);
  for (let run = 0; run < 5; run += 1) times.note('SELECT 1', 1);
  expect(times.isShort('SELECT 1')).toBe(false);
  times.note('SELECT 1', 1);
  expect(times.isShort('SELECT 1')).toBe(true);
});

it('2,000 statements are remembered; the one that has not run for longest is forgotten first', () => {
  const times = new StatementTimes();
  for (let text = 0; text < 2_000; text += 1) times.note(String(text), 1);
  times.note('0', 1);
  times.note('2000', 1);
  expect(['0', '1', '2', '2000'].map((text) => times.isShort(text))).toEqual([true, false, true, true]);
});
