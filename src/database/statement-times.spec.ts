import { StatementTimes } from './statement-times.js';

it('a statement that has never run is not short', () => {
  expect(new StatementTimes().isShort('SELECT 1')).toBe(false);
});

it('a statement is short while its average is at most 10 ms', () => {
  const times = new StatementTimes();
  times.note('SELECT 1', 10, true);
  expect(times.isShort('SELECT 1')).toBe(true);
  times.note('SELECT 1', 11, true);
  expect(times.isShort('SELECT 1')).toBe(false);
});

it('one long run among short ones fades from the average', () => {
  const times = new StatementTimes();
  times.note('SELECT 1', 40, true);
  for (let run = 0; run < 5; run += 1) times.note('SELECT 1', 1, true);
  expect(times.isShort('SELECT 1')).toBe(false);
  times.note('SELECT 1', 1, true);
  expect(times.isShort('SELECT 1')).toBe(true);
});

it('2,000 statements are remembered; the one that has not run for longest is forgotten first', () => {
  const times = new StatementTimes();
  for (let text = 0; text < 2_000; text += 1) times.note(String(text), 1, true);
  times.note('0', 1, true);
  times.note('2000', 1, true);
  expect(['0', '1', '2', '2000'].map((text) => times.isShort(text))).toEqual([true, false, true, true]);
});

it('a run that was cancelled does not make a statement short, but may make it slow', () => {
  const times = new StatementTimes();
  times.note('SELECT 1', 1, false);
  expect(times.isShort('SELECT 1')).toBe(false);
  times.note('SELECT 1', 20, true);
  for (let run = 0; run < 10; run += 1) times.note('SELECT 1', 1, false);
  expect(times.isShort('SELECT 1')).toBe(false);
  for (let run = 0; run < 10; run += 1) times.note('SELECT 1', 1, true);
  times.note('SELECT 1', 5_000, false);
  expect(times.isShort('SELECT 1')).toBe(false);
});

it('a text of more than 10,000 characters is not remembered', () => {
  const times = new StatementTimes();
  for (const length of [10_000, 10_001]) times.note('x'.repeat(length), 1, true);
  expect([10_000, 10_001].map((length) => times.isShort('x'.repeat(length)))).toEqual([true, false]);
});
