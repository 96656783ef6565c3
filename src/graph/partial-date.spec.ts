import { firstDay, isPartialDate, lastDay, mayContain } from './partial-date.js';

it.each(['2007', '2007-06', '2007-06-30', '2024-02-29', '1973-06-25'])('%s is a valid partial date', (date) => {
  expect(isPartialDate(date)).toBe(true);
});

it.each(['', '07', '0000', '2007-00', '2007-13', '2023-02-29', '2007-06-31', '2007-6-1', '2007-06-30T00:00', ' 2007'])(
  '"%s" is not a valid partial date',
  (date) => {
    expect(isPartialDate(date)).toBe(false);
  },
);

it.each([
  ['2007', '2007-01-01', '2007-12-31'],
  ['2024-02', '2024-02-01', '2024-02-29'],
  ['2007-06-30', '2007-06-30', '2007-06-30'],
])('%s lasts from %s to %s', (date, first, last) => {
  expect([firstDay(date), lastDay(date)]).toEqual([first, last]);
});

it.each([
  ['inside', '2000', '2005', '2003-04-05', true],
  ['on the first day that the start can denote', '2000', null, '2000-01-01', true],
  ['on the last day that the end can denote', null, '2005-02', '2005-02-28', true],
  ['the day before', '2000-05-01', null, '2000-04-30', false],
  ['the day after', '1990', '2005-02-27', '2005-02-28', false],
  ['with both ends open', null, undefined, '1066-10-14', true],
])('an interval may contain a day %s', (_name, from, until, day, expected) => {
  expect(mayContain(from, until, day)).toBe(expected);
});

it('dates of any precision sort as text by the first day they can denote', () => {
  const dates = ['2007', '2006-12-31', '2007-01', '2008', '2007-01-01', '2007-12-31'];
  expect(dates.sort()).toEqual(['2006-12-31', '2007', '2007-01', '2007-01-01', '2007-12-31', '2008']);
});
