import { datesIn } from './printed-date.js';

describe('a date keeps the precision with which it is printed', () => {
  test.each([
    ['15 May 2025', '2025-05-15'],
    ['May 2025', '2025-05'],
    ['2025-05-15', '2025-05-15'],
    ['2025-05-15T10:30:00+02:00', '2025-05-15'],
    ['2025-05', '2025-05'],
    ['15.05.2025.', '2025-05-15'],
    ['15/5/2025', '2025-05-15'],
    ['Thursday, 15 May 2025, 10:00', '2025-05-15'],
    ['29 February 2024', '2024-02-29'],
    ['5. listopada 2019.', '2019-10-05'],
    ['5 листопада 2019', '2019-11-05'],
    ['3 мај 2019', '2019-05-03'],
    ['12 nëntor 2019', '2019-11-12'],
    ['5. Jänner 2019', '2019-01-05'],
  ])('%s', (printed, value) => {
    expect(datesIn(printed)[0]?.value).toBe(value);
  });
});

describe('a day that no calendar has is a fault', () => {
  test.each([
    ['31 February 2012', 'month 2 of 2012 has no day 31'],
    ['29 February 2023', 'month 2 of 2023 has no day 29'],
    ['31.04.2023', 'month 4 of 2023 has no day 31'],
    ['0 May 2023', 'month 5 of 2023 has no day 0'],
    ['2023-13-01', 'there is no month 13'],
    ['12 May 1205', 'the year 1205 is out of range'],
  ])('%s', (printed, fault) => {
    expect(datesIn(printed)[0]).toMatchObject({ fault });
  });
});

test.each([['It may rain'], ['in March'], ['room 2012'], ['12 clerks 2012'], ['the 2024-2025 season']])(
  '%s is no date',
  (text) => {
    expect(datesIn(text).filter((date) => date.value ?? date.fault)).toEqual([]);
  },
);
