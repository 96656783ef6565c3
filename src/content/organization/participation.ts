/** The status of a State in the organisation on a date, and whether it is certain. */
import { daysOf, mayMeet, mustHold, type PartialDate } from '../../graph/partial-date.js';
import type { CountryRow } from '../country/country.type.js';

export type ParticipationStatus = 'PARTICIPATING_STATE' | 'PARTNER_FOR_COOPERATION' | 'NONE';

export interface ParticipationRow {
  status: ParticipationStatus;
  isCertain: boolean;
  since: PartialDate | null;
  until: PartialDate | null;
}

interface Interval {
  status: ParticipationStatus;
  /** Null if unknown. */
  since: PartialDate | null;
  /** Null if it continues. */
  until: PartialDate | null;
}

type Dates = Pick<CountryRow, 'type' | 'joinedOn' | 'partnership' | 'partnerSince' | 'partnerUntil'>;

function intervalsOf({ type, joinedOn, partnership, partnerSince, partnerUntil }: Dates): Interval[] {
  const participation: Interval = { status: 'PARTICIPATING_STATE', since: joinedOn, until: null };
  // A Partner that became a participating State ceased to be a Partner on that day at the latest.
  const end = partnerUntil ?? (type === 'ParticipatingState' ? joinedOn : null);
  const partner: Interval = { status: 'PARTNER_FOR_COOPERATION', since: partnerSince, until: end };
  return [...(type === 'ParticipatingState' ? [participation] : []), ...(partnership ? [partner] : [])];
}

/**
 * The status of a State on a date. A date of reduced precision stands for all of its days: the answer is certain only if
 * it is the same on each of them, for any days that the known dates can denote.
 */
export function participationOn(country: Dates, date: PartialDate): ParticipationRow {
  const days = daysOf(date);
  const intervals = intervalsOf(country);
  const sure = intervals.find(({ since, until }) => since !== null && mustHold(since, until, days));
  if (sure) return { ...sure, isCertain: true };
  const possible = intervals.find(({ since, until }) => mayMeet(since, until, days));
  if (possible) return { ...possible, isCertain: false };
  return { status: 'NONE', since: null, until: null, isCertain: true };
}
