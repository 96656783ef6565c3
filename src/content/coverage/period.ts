/** A period of time, and which dates of reduced precision lie in it for sure, perhaps, or not. */
import { daysOf, firstDay, lastDay, mayMeet, type Days, type PartialDate } from '../../graph/partial-date.js';

/** From the first day of `since` to the last day of `until`, both included; what is null is open. */
export interface Period {
  since: PartialDate | null;
  until: PartialDate | null;
}

/**
 * A period as the database sees it, where a date is its text and the empty text stands for none. For sure in the period
 * are the dates from `from` to `to` (null: no end) but for those of `possible`; of these it is not known.
 */
export interface PeriodOfKeys {
  from: string;
  to: string | null;
  possible: readonly string[];
}

const beginning = '0001-01-01';
const end = '9999-12-31';

/** The days of a period. An open end reaches as far as dates do. */
export const daysIn = ({ since, until }: Period): Days => ({
  first: since ? firstDay(since) : beginning,
  last: until ? lastDay(until) : end,
});

/** The shortest date with the same first day. As text it stands before all others with that first day. */
const shortest = (day: string) => day.replace(/(-01)?-01$/, '');

/** The year and the month of a day: the dates of reduced precision that may mean it. */
const around = (day: string) => [day.slice(0, 4), day.slice(0, 7)];

export function keysOf(period: Period): PeriodOfKeys {
  if (!period.since && !period.until) return { from: '', to: null, possible: [] };
  const days = daysIn(period);
  // No date lies in a period that ends before it begins, also none of which the day is not known.
  if (days.first > days.last) return { from: days.first, to: days.last, possible: [] };
  // Only the years and months in which the period begins and ends can lie in it by a part.
  const halfway = [...new Set([...around(days.first), ...around(days.last)])].filter((key) => {
    const { first, last } = daysOf(key);
    return mayMeet(key, key, days) && (first < days.first || last > days.last);
  });
  // An item without a date is of any time.
  return { from: shortest(days.first), to: period.until ? days.last : null, possible: ['', ...halfway] };
}
