/**
 * Dates of reduced precision (ISO 8601-1:2019, 5.2.2): `2007`, `2007-06` or `2007-06-30`. A date known only by its year is
 * stored as the year. As text, dates sort by the first day that they can denote, the less precise first; the database
 * stores and compares them as text in the collation "C".
 */

/** A year, a month or a day. */
export type PartialDate = string;

const form = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

const daysInMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Whether a text is a valid partial date; 2023-02-29 is not. */
export function isPartialDate(text: string): boolean {
  const [, year, month, day] = form.exec(text) ?? [];
  if (year === undefined || Number(year) === 0) return false;
  if (month === undefined) return true;
  if (Number(month) < 1 || Number(month) > 12) return false;
  return day === undefined || (Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month)));
}

/** The first day that a partial date can denote: `2007-06-01` for `2007-06`. */
export function firstDay(date: PartialDate): string {
  return date + '-01-01'.slice(date.length === 4 ? 0 : date.length === 7 ? 3 : 6);
}

/** The last day that a partial date can denote: `2007-06-30` for `2007-06`. */
export function lastDay(date: PartialDate): string {
  if (date.length === 10) return date;
  const [year, month = '12'] = date.split('-') as [string, string?];
  return `${year}-${month}-${daysInMonth(Number(year), Number(month))}`;
}

/**
 * Whether a day may be within a closed interval whose ends may have reduced precision. A missing end is open. A year counts
 * from its first to its last day, so that nothing possible is denied.
 */
export function mayContain(from: PartialDate | null | undefined, until: PartialDate | null | undefined, day: string) {
  return (!from || firstDay(from) <= day) && (!until || day <= lastDay(until));
}

/** A range of days, ends included. */
export interface Days {
  first: string;
  last: string;
}

/** All days that a date can denote. */
export const daysOf = (date: PartialDate): Days => ({ first: firstDay(date), last: lastDay(date) });

/** Whether some of the days may be within an interval, for some day that its ends denote. A missing end is open. */
export const mayMeet = (from: PartialDate | null, until: PartialDate | null, { first, last }: Days) =>
  (!from || firstDay(from) <= last) && (!until || first <= lastDay(until));

/** Whether all days are within an interval, for any day that its ends denote. A missing end is open. */
export const mustHold = (from: PartialDate | null, until: PartialDate | null, { first, last }: Days) =>
  (!from || lastDay(from) <= first) && (!until || last <= firstDay(until));

/** The current day in UTC, as `YYYY-MM-DD`. */
export const today = () => new Date().toISOString().slice(0, 10);
