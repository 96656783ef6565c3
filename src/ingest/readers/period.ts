/** The days of an event, from the many ways of printing a span: `12–14 May 2025`, `30 December 2024 – 2 January 2025`. */
import type { Line } from './lines.js';
import { calendarDate, datesIn, type PrintedDate } from './printed-date.js';
import type { EventReading, Remark } from './reading.js';

/** `12–14 May`, `12 and 13 May`, `from 12 to 14 May`: the first day of a span whose second day names the month. */
const FIRST_DAY =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?(?: ?[-‐‑‒–—−&] ?| (?:and|to|until|till|i|do|и|по|bis|und|au|et|dhe) )$/iu;

/** First and last day of an event, and remarks on what cannot be. */
export function readPeriod(when: Line, remarks: Remark[]): Pick<EventReading, 'startsOn' | 'endsOn'> {
  const text = when.text.slice(0, 200);
  const dates = datesIn(text);
  for (const date of dates) {
    if (date.fault === undefined) continue;
    remarks.push({ code: 'invalid-date', message: `“${date.text}” is no date: ${date.fault}.`, line: when.number });
  }
  const dated = dates.filter((date) => date.value !== undefined);
  const last = dated.at(-1);
  if (!last) {
    if (dates.length === 0) {
      remarks.push({ code: 'invalid-date', message: `“${text}” is no date.`, line: when.number });
    }
    return {};
  }
  const startsOn = firstDay(text, dates, dated[0]!, remarks, when.number);
  const endsOn = last.value!;
  if (startsOn > endsOn && startsOn.length === endsOn.length) {
    remarks.push({ code: 'invalid-date', message: `“${text}” ends before it begins.`, line: when.number });
    return { startsOn };
  }
  return { startsOn, endsOn };
}

function firstDay(text: string, dates: PrintedDate[], first: PrintedDate, remarks: Remark[], line: number): string {
  const [year, month] = first.value!.split('-').map(Number) as [number, number?];
  // `28 April – 3 May 2025`: the first date borrows the year of the second, or has the one before it.
  const open = dates.find((date) => date.withoutYear && date.end <= first.start);
  const day = open?.withoutYear?.day ?? Number(FIRST_DAY.exec(text.slice(0, first.start))?.[1] ?? Number.NaN);
  if (Number.isNaN(day)) return first.value!;
  const openMonth = open?.withoutYear?.month ?? month;
  const openYear = openMonth !== undefined && month !== undefined && openMonth > month ? year - 1 : year;
  const read = calendarDate(openYear, openMonth, day);
  if ('value' in read) return read.value;
  remarks.push({ code: 'invalid-date', message: `“${text}” begins on no day: ${read.fault}.`, line });
  return first.value!;
}
