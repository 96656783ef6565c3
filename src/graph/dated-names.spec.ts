import { nameAt, type Named } from './dated-names.js';

const office: Named = {
  name: 'Mission to Serbia',
  names: [
    { name: 'Mission to the Federal Republic of Yugoslavia', kind: 'FORMER', until: '2003-02-12' },
    { name: 'Mission to Serbia and Montenegro', kind: 'FORMER', from: '2003-02-13', until: '2006-06-28' },
    { name: 'MtS', kind: 'ABBREVIATION' },
    { name: 'an undated old name', kind: 'FORMER' },
  ],
};

it.each([
  ['2001-05-01', 'Mission to the Federal Republic of Yugoslavia'],
  ['2003-02-12', 'Mission to the Federal Republic of Yugoslavia'],
  ['2003-02-13', 'Mission to Serbia and Montenegro'],
  ['2006-06-29', 'Mission to Serbia'],
  ['2026-01-01', 'Mission to Serbia'],
])('the name of the office on %s is %s', (day, name) => {
  expect(nameAt(office, day)).toBe(name);
});

it('a former name without dates is never the name on a day', () => {
  expect(nameAt({ name: 'New', names: [{ name: 'Old', kind: 'FORMER' }] }, '1980-01-01')).toBe('New');
});
