/** Offices on a day. */
import { daysOf, mayContain, mayMeet, mustHold, type PartialDate } from '../../graph/partial-date.js';
import type { OfficeRow } from './office.type.js';

/** The day on which the Conference opened in Helsinki: no office is older, even if its start is unknown. */
export const conferenceOpenedOn = '1973-07-03';

type Dates = Pick<OfficeRow, 'establishedOn' | 'closedOn' | 'status'>;

/** False for a closed office whose last day is unknown. */
const hasKnownEnd = ({ closedOn, status }: Dates) => status === 'ACTIVE' || closedOn !== null;

/** Whether an office may have been active on a day, as far as its dates are known. */
export const wasOpenOn = (office: Dates, day: string): boolean =>
  mayContain(office.establishedOn ?? conferenceOpenedOn, office.closedOn, day) && hasKnownEnd(office);

/** An office on a day, with its name on that day, which also applies to nodes below it. */
export const officeOn = (office: OfficeRow, day: string): OfficeRow => ({ ...office, asOf: day });

/** Whether an office was active on a date, and whether that is certain. */
export interface ActivityRow {
  isOpen: boolean;
  isCertain: boolean;
}

/**
 * The activity of an office on a date. A date of reduced precision stands for all of its days: the answer is certain only
 * if it is the same on each of them, for any days that the known dates can denote.
 */
export function activityOn(office: Dates, date: PartialDate): ActivityRow {
  const days = daysOf(date);
  const { establishedOn, closedOn } = office;
  if (!mayMeet(establishedOn ?? conferenceOpenedOn, closedOn, days)) return { isOpen: false, isCertain: true };
  if (!hasKnownEnd(office)) return { isOpen: false, isCertain: false };
  return { isOpen: true, isCertain: establishedOn !== null && mustHold(establishedOn, closedOn, days) };
}
