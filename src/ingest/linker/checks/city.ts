import { DOCUMENT_NOUNS, EUROPEAN_SEATS, SUBDIVISIONS } from '../lexicon/context-words.js';
import type { Candidate, Check } from '../term.js';

const COURT_REACH = 14;

/** Luxembourg, Monaco and San Marino where the city is meant, or what was agreed there. */
export const checkCity: Check = (candidate) => {
  const { around, term } = candidate;
  if (!term.isCity) return undefined;
  const next = around.after(0);
  if (next?.isCapitalized === true && DOCUMENT_NOUNS.has(next.lower)) return 'document-name';
  if (next?.lower === 'city' || next?.lower === 'court') return 'city';
  // "Belgian and Luxembourg judges" are of two States.
  if (next?.lower === 'judges') return isJoinedToAnother(candidate) ? undefined : 'city';
  if (next?.lower === '-' && around.after(1)?.lower === 'based') return 'city';
  if (around.before(0)?.lower === 'as' || next?.text === 'FC') return 'organization-name';
  if (around.before(0)?.lower === 'of' && SUBDIVISIONS.has(around.before(1)?.lower ?? '')) return 'region';
  return isAmongSeats(candidate) || isSeatOfCourt(candidate) ? 'city' : undefined;
};

/** "in Brussels, Strasbourg and Luxembourg". */
function isAmongSeats({ around }: Candidate): boolean {
  const joints = new Set(['and', ',', 'or', '&']);
  for (const side of [(i: number) => around.before(i), (i: number) => around.after(i)]) {
    let i = 0;
    while (i < 2 && joints.has(side(i)?.lower ?? '')) i++;
    if (i > 0 && EUROPEAN_SEATS.has(side(i)?.lower ?? '')) return true;
  }
  return false;
}

function isJoinedToAnother({ around }: Candidate): boolean {
  const joint = around.before(0)?.lower;
  return (joint === 'and' || joint === ',') && around.before(1)?.isCapitalized === true;
}

/** "the Court of Justice in Luxembourg", and "judges in Luxembourg" where that court is named behind. */
function isSeatOfCourt({ around }: Candidate): boolean {
  if (around.before(0)?.lower !== 'in') return false;
  for (let i = 1; i < COURT_REACH; i++) {
    const token = around.before(i);
    if (token?.text === 'Court' && around.before(i - 1)?.lower === 'of') return true;
    const behind = around.after(i);
    if (behind?.text === 'Court' && around.after(i + 1)?.lower === 'of' && around.after(i + 2)?.text === 'Justice')
      return true;
  }
  return false;
}
