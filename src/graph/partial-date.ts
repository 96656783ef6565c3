/**
 * Dates of reduced precision after ISO 8601-1:2019, 5.2.2: `2007`, `2007-06` or `2007-06-30`. A fact known as a year is
 * kept as a year. As plain text they sort by the first day that they may mean, the less precise first; the database
 * stores and compares them so, in the collation "C".
 */

/** A year, a month or a day; see the file's head. */
export type PartialDate = string;

const form = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

const daysInMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Whether a text is a partial date that the calendar has: 2023-02-29 is none. */
export function isPartialDate(text: string): boolean {
  const [, year, month, day] = form.exec(text) ?? [];
  if (year === undefined || Number(year) === 0) return false;
  if (month === undefined) return true;
  if (Number(month) < 1 || Number(month) > 12) return false;
  return day === undefined || (Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month)));
}

/** The first day that a partial date may mean: `2007-06` gives `2007-06-01`. */
export function firstDay(date: PartialDate): string {
  return date + '-01-01'.slice(date.length === 4 ? 0 : date.length === 7 ? 3 : 6);
}

/** The last day that a partial date may mean: `2007-06` gives `2007-06-30`. */
export function lastDay(date: PartialDate): string {
  if (date.length === 10) return date;
  const [year, month = '12'] = date.split('-') as [string, string?];
  return `${year}-${month}-${daysInMonth(Number(year), Number(month))}`;
}

/**
 * Whether a day may lie in an interval whose ends are included and may be of reduced precision. A missing end is open.
 * What is known only as a year counts from its first to its last day, so that nothing is denied which may be true.
 */
export function mayContain(from: PartialDate | null | undefined, until: PartialDate | null | undefined, day: string) {
  return (!from || firstDay(from) <= day) && (!until || day <= lastDay(until));
}

/** Days that are asked for, from the first to the last. */
export interface Days {
  first: string;
  last: string;
}

/** All days that a date may mean. */
export const daysOf = (date: PartialDate): Days => ({ first: firstDay(date), last: lastDay(date) });

/** Whether some of the days may lie in an interval, whatever day its ends stand for. A missing end is open. */
export const mayMeet = (from: PartialDate | null, until: PartialDate | null, { first, last }: Days) =>
  (!from || firstDay(from) <= last) && (!until || first <= lastDay(until));

/** Whether all of the days lie in an interval, whatever day its ends stand for. A missing end is open. */
export const mustHold = (from: PartialDate | null, until: PartialDate | null, { first, last }: Days) =>
  (!from || lastDay(from) <= first) && (!until || last <= firstDay(until));

/** The present day in UTC, as `YYYY-MM-DD`. */
export const today = () => new Date().toISOString().slice(0, 10);
