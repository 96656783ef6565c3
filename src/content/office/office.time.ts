/** Offices on a day. */
import { daysOf, mayContain, mayMeet, mustHold, type PartialDate } from '../../graph/partial-date.js';
import type { OfficeRow } from './office.type.js';

/** The day on which the Conference opened in Helsinki: no office is older, also if nobody knows how old it is. */
export const conferenceOpenedOn = '1973-07-03';

type Dates = Pick<OfficeRow, 'establishedOn' | 'closedOn' | 'status'>;

/** Whether anything can be said of its time: not of an office that is closed, nobody knows since when. */
const hasKnownEnd = ({ closedOn, status }: Dates) => status === 'ACTIVE' || closedOn !== null;

/** Whether an office may have been at work on a day, as far as its dates are known. */
export const wasOpenOn = (office: Dates, day: string): boolean =>
  mayContain(office.establishedOn ?? conferenceOpenedOn, office.closedOn, day) && hasKnownEnd(office);

/** An office as it was on a day, under its name of then; what is reached from it is of that day too. */
export const officeOn = (office: OfficeRow, day: string): OfficeRow => ({ ...office, asOf: day });

/** Whether an office was at work on a date, and how sure that is. */
export interface ActivityRow {
  isOpen: boolean;
  isCertain: boolean;
}

/**
 * What is known of an office on a date. A date of reduced precision means all of its days: the answer is certain only if
 * it is the same on each of them, whatever day the known dates of reduced precision stand for.
 */
export function activityOn(office: Dates, date: PartialDate): ActivityRow {
  const days = daysOf(date);
  const { establishedOn, closedOn } = office;
  if (!mayMeet(establishedOn ?? conferenceOpenedOn, closedOn, days)) return { isOpen: false, isCertain: true };
  if (!hasKnownEnd(office)) return { isOpen: false, isCertain: false };
  return { isOpen: true, isCertain: establishedOn !== null && mustHold(establishedOn, closedOn, days) };
}
