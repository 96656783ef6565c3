/**
 * Dates as people print them, in the languages in which the organisation publishes. A date keeps the precision that is
 * printed, and a day that no calendar has is a fault, not a date.
 */
import { MONTH_NAMES } from './month-names.js';

/** A date at a place in a text: either an ISO 8601 value of the precision known, or what is wrong with it. */
export interface PrintedDate {
  start: number;
  end: number;
  /** As printed. */
  text: string;
  value?: string;
  fault?: string;
  /** Day and month of a date that names no year; it has neither value nor fault. */
  withoutYear?: { month: number; day: number };
}

const MONTHS = new Map<string, number>();
for (const language of MONTH_NAMES) {
  language.forEach((names, month) => {
    for (const name of names.split(' ')) if (name !== '' && !MONTHS.has(name)) MONTHS.set(name, month + 1);
  });
}

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** The Helsinki process began in 1973; a year far from its time is a misprint. */
const EARLIEST_YEAR = 1970;
const LATEST_YEAR = 2100;

/** The month of that name, 1 to 12. */
function monthNamed(name: string): number | undefined {
  return MONTHS.get(name.toLowerCase());
}

/** A date of the precision given, or what is wrong with it. */
export function calendarDate(year: number, month?: number, day?: number): { value: string } | { fault: string } {
  const two = (part: number) => String(part).padStart(2, '0');
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) return { fault: `the year ${year} is out of range` };
  if (month === undefined) return { value: String(year) };
  if (month < 1 || month > 12) return { fault: `there is no month ${month}` };
  if (day === undefined) return { value: `${year}-${two(month)}` };
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && !leap ? 28 : DAYS_OF_MONTH[month - 1]!;
  if (day < 1 || day > last) return { fault: `month ${month} of ${year} has no day ${day}` };
  return { value: `${year}-${two(month)}-${two(day)}` };
}

// Every repetition below is bounded, and callers pass the heads of lines, so no text can make the search slow.
const ISO = /(?<![\d-])(\d{4})-(\d{2})(?:-(\d{2}))?(?=T\d|(?![\d-]))/g;
const NUMERIC = /(?<![\d./])(\d{1,2})[./] ?(\d{1,2})[./] ?(\d{4})(?!\d)/g;
const DAY_FIRST =
  /(?<![\p{L}\d])(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?,? ?(?:of |de )?)?(\p{L}{3,14})\.?,? ?(?:de )?(?:(\d{4})(?!\d))?/gu;
/** `2011-жылдын 5-июну`, `2011 yil 5 iyun`, `2011 жылғы 5 маусым`, `2011-nji ýylyň 5-nji iýuny` */
const YEAR_FIRST =
  /(?<![\p{L}\d])(\d{4})(?: ?[-‐–] ?(?:nji|njy|chi))?[ ‐–-](?:yil\p{L}{0,4}|yilning|il\p{L}{0,4}|йил\p{L}{0,4}|жыл\p{L}{0,5}|ж\.|ýyl\p{L}{0,3}|წლის|թ\.|թվականի)(?: |-)(\d{1,2})(?: ?[-‐–]? ?(?:nji|njy|чи|чу)?)? ?(\p{L}{3,14})/gu;
const MONTH_FIRST = /(?<![\p{L}\d])(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/gu;

/** All dates in a text, in order. Months with neither day nor year are no dates: `may` is mostly a verb. */
export function datesIn(text: string): PrintedDate[] {
  const dates: PrintedDate[] = [];
  const add = (match: RegExpMatchArray, read: Pick<PrintedDate, 'value' | 'fault' | 'withoutYear'>) => {
    const start = match.index!;
    const printed = match[0].trimEnd();
    const end = start + printed.length;
    if (dates.some((other) => start < other.end && end > other.start)) return;
    dates.push({ start, end, text: printed, ...read });
  };
  const number = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));

  for (const match of text.matchAll(ISO))
    add(match, calendarDate(Number(match[1]), Number(match[2]), number(match[3])));
  for (const match of text.matchAll(NUMERIC)) {
    add(match, calendarDate(Number(match[3]), Number(match[2]), Number(match[1])));
  }
  for (const match of text.matchAll(YEAR_FIRST)) {
    const month = monthNamed(match[3]!) ?? monthNamed(match[3]!.replace(/[yiыу]$/u, ''));
    if (month) add(match, calendarDate(Number(match[1]), month, Number(match[2])));
  }
  for (const match of text.matchAll(MONTH_FIRST)) {
    const month = monthNamed(match[1]!);
    if (month) add(match, calendarDate(Number(match[3]), month, Number(match[2])));
  }
  for (const match of text.matchAll(DAY_FIRST)) {
    const month = monthNamed(match[2]!);
    if (!month || (match[1] === undefined && match[3] === undefined)) continue;
    const day = number(match[1]);
    if (match[3] !== undefined) add(match, calendarDate(Number(match[3]), month, day));
    else if (day !== undefined) add(match, { withoutYear: { month, day } });
  }
  return dates.sort((a, b) => a.start - b.start);
}
