/** Periods, and whether dates of reduced precision are within them: certainly, possibly or not. */
import { daysOf, firstDay, lastDay, mayMeet, type Days, type PartialDate } from '../../graph/partial-date.js';

/** From the first day of `since` to the last day of `until`, inclusive; null means open. */
export interface Period {
  since: PartialDate | null;
  until: PartialDate | null;
}

/**
 * A period in terms of date keys: a key is the text of a date, empty if there is none. Keys from `from` to `to` (null:
 * no end) are certainly within the period, except those in `possible`, which may be.
 */
export interface PeriodOfKeys {
  from: string;
  to: string | null;
  possible: readonly string[];
}

const beginning = '0001-01-01';
const end = '9999-12-31';

/** The days of a period. An open side extends to the first or last possible date. */
export const daysIn = ({ since, until }: Period): Days => ({
  first: since ? firstDay(since) : beginning,
  last: until ? lastDay(until) : end,
});

/** The shortest date with the same first day. As text it sorts before all others with that first day. */
const shortest = (day: string) => day.replace(/(-01)?-01$/, '');

/** The year and the month of a day: the dates of reduced precision that may denote it. */
const around = (day: string) => [day.slice(0, 4), day.slice(0, 7)];

export function keysOf(period: Period): PeriodOfKeys {
  if (!period.since && !period.until) return { from: '', to: null, possible: [] };
  const days = daysIn(period);
  // A period that ends before it starts contains no date, not even possibly.
  if (days.first > days.last) return { from: days.first, to: days.last, possible: [] };
  // Only the years and months in which the period starts and ends can be partly within it.
  const partial = [...new Set([...around(days.first), ...around(days.last)])].filter((key) => {
    const { first, last } = daysOf(key);
    return mayMeet(key, key, days) && (first < days.first || last > days.last);
  });
  // An item without a date may be of any time.
  return { from: shortest(days.first), to: period.until ? days.last : null, possible: ['', ...partial] };
}
