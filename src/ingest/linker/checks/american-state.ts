import { AMERICAN_STATES, AMERICAN_STATE_NOUNS, GEORGIAN_TOWNS_OF_AMERICA } from '../lexicon/context-words.js';
import type { Token } from '../surroundings.js';
import type { Candidate, Check } from '../term.js';

const JOINTS = new Set([',', 'and', 'or', '&', '/', ';', 'the']);

/** The state of Georgia, and towns of America that bear a country's name ("Holland, Michigan"). */
export const checkAmericanState: Check = (candidate) => {
  const { around, term } = candidate;
  if (term.isAdjective) return undefined;
  if (around.after(0)?.lower === ',' && isAmericanState(around.after(1), around.after(2))) return 'american-state';
  if (term.country.isoCode !== 'GE') return undefined;
  return isAmericanGeorgia(candidate) ? 'american-state' : undefined;
};

function isAmericanGeorgia(candidate: Candidate): boolean {
  const { around } = candidate;
  const next = around.after(0);
  const previous = around.before(0);
  if (next !== undefined && !around.isPossessive && AMERICAN_STATE_NOUNS.has(next.lower)) return true;
  if (next?.text === 'State' && around.after(1)?.text === 'University') return true;
  // The country's would be "Georgian state authorities".
  if (next?.text === 'state' && !around.isPossessive) return true;
  if (next?.text === 'National' && around.after(1)?.text === 'Guard') return true;
  if (previous?.lower === 'of' && isTitleOfState(around.before(1), around.before(2))) return true;
  if (previous?.lower === ',' && GEORGIAN_TOWNS_OF_AMERICA.has(around.before(1)?.lower ?? '')) return true;
  if (isBeforeAmerica(candidate)) return true;
  return listsStates(candidate);
}

/** "state of Georgia", "Governor of Georgia". */
function isTitleOfState(title: Token | undefined, before: Token | undefined): boolean {
  if (title === undefined) return false;
  if (title.lower === 'governor') return true;
  // "the state of Georgia's media" speaks of how the media are; a state of the Union is "US state", "southern state".
  const kind = before?.lower ?? '';
  return title.text === 'state' && ['the', 'us', 's', '.', 'american', 'southern'].includes(kind);
}

/** "Georgia, USA" and "Georgia (US)", but not "Armenia, Georgia, the United States". */
function isBeforeAmerica({ around }: Candidate): boolean {
  const opening = around.after(0)?.lower;
  if (opening !== ',' && opening !== '(') return false;
  let i = around.after(1)?.lower === 'the' ? 2 : 1;
  const first = around.after(i);
  if (first === undefined || !first.isCapitalized) return false;
  if (first.text === 'USA' || first.text === 'US') i += 1;
  else if (first.text === 'United' && around.after(i + 1)?.text === 'States') i += 2;
  else if (first.text === 'U' && around.after(i + 1)?.lower === '.') {
    while (i < 9 && ['u', 's', 'a', '.'].includes(around.after(i)?.lower ?? '')) i++;
  } else return false;
  if (opening === '(') return around.after(i)?.lower === ')';
  const previous = around.before(0)?.lower;
  const isInList = previous === ',' || previous === 'and' || previous === ':' || previous === '(';
  const following = around.after(i)?.lower;
  return !isInList && following !== 'and' && !(following === ',' && around.after(i + 1)?.isCapitalized === true);
}

/** "Florida, Georgia and Texas". */
function listsStates({ around }: Candidate): boolean {
  let i = 0;
  while (i < 3 && JOINTS.has(around.after(i)?.lower ?? '')) i++;
  if (i > 0 && isAmericanState(around.after(i), around.after(i + 1))) return true;
  i = 0;
  while (i < 3 && JOINTS.has(around.before(i)?.lower ?? '')) i++;
  return i > 0 && isAmericanState(around.before(i), undefined);
}

function isAmericanState(token: Token | undefined, next: Token | undefined): boolean {
  if (token === undefined || !token.isCapitalized) return false;
  if (AMERICAN_STATES.has(token.lower)) return true;
  return (
    ['north', 'south', 'west'].includes(token.lower) &&
    next !== undefined &&
    ['carolina', 'dakota', 'virginia'].includes(next.lower)
  );
}
