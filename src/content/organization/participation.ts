/** What a State was to the organisation on a day, and how sure that is. */
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
  /** Null: not known. */
  since: PartialDate | null;
  /** Null: goes on. */
  until: PartialDate | null;
}

type Dates = Pick<CountryRow, 'type' | 'joinedOn' | 'partnership' | 'partnerSince' | 'partnerUntil'>;

function intervalsOf({ type, joinedOn, partnership, partnerSince, partnerUntil }: Dates): Interval[] {
  const participation: Interval = { status: 'PARTICIPATING_STATE', since: joinedOn, until: null };
  // A Partner that became a participating State was one no longer than until then.
  const end = partnerUntil ?? (type === 'ParticipatingState' ? joinedOn : null);
  const partner: Interval = { status: 'PARTNER_FOR_COOPERATION', since: partnerSince, until: end };
  return [...(type === 'ParticipatingState' ? [participation] : []), ...(partnership ? [partner] : [])];
}

/**
 * What a State was on a date. A date of reduced precision means all of its days: the answer is certain only if it is the
 * same on each of them, whatever day the known dates of reduced precision stand for.
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
