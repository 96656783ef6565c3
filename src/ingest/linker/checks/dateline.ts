import { IS_UPPER } from '../alphabet.js';
import { MONTHS } from '../lexicon/context-words.js';
import { isAllCapitals } from '../surroundings.js';
import type { Token } from '../surroundings.js';
import type { Candidate, Check } from '../term.js';

/** A dateline names at most a few places: "VIENNA/WARSAW, 6 March 2017 –". */
const MAX_TOKENS = 14;

/**
 * "LUXEMBOURG, 4 May 2015 –": the place where a text was written. A country that is named behind its town in ordinary
 * letters ("GRAZ, Austria, 7 July 2011") is named outright, and passes.
 */
export const checkDateline: Check = (candidate) => {
  const isPlace = candidate.term.isCity || candidate.term.rule === 'capital';
  const isShouted = isInCapitals(candidate.quote);
  if (!isShouted && !isPlace) return undefined;
  if (!beginsDateline(candidate, isPlace)) return undefined;
  const ending = endOfDateline(candidate, isShouted);
  if (ending === 'date') return 'dateline';
  if (!isPlace) return undefined;
  // A bare dash ("VIENNA- The Representative") or a cut text ("OSH,") is a dateline only where a town stands.
  if (ending === 'dash') return isShouted || followsDate(candidate) ? 'dateline' : undefined;
  return ending === 'cut' && isShouted ? 'dateline' : undefined;
};

function isInCapitals(quote: string): boolean {
  return IS_UPPER[quote.charCodeAt(1)] === 1 && quote === quote.toUpperCase();
}

/** Nothing before it, or the end of a line or sentence, or other towns in capitals, or a date. */
function beginsDateline(candidate: Candidate, isPlace: boolean): boolean {
  const previous = candidate.around.before(0);
  if (previous === undefined || !previous.isWord) return true;
  // A title may end without a stop, so a town in capitals begins a dateline anywhere.
  return isPlace && isInCapitals(candidate.quote);
}

function followsDate({ around }: Candidate): boolean {
  const previous = around.before(0)?.lower === ',' ? around.before(1) : around.before(0);
  return previous !== undefined && (isNumber(previous) || MONTHS.has(previous.lower));
}

function endOfDateline({ around }: Candidate, isShouted: boolean): 'date' | 'dash' | 'cut' | undefined {
  let hasComma = false;
  for (let i = 0; i < MAX_TOKENS; i++) {
    const token = around.after(i);
    if (token === undefined) return i > 0 && hasComma ? 'cut' : undefined;
    const next = around.after(i + 1);
    if (isNumber(token)) {
      if (next === undefined) return 'cut';
      if (!MONTHS.has(next.lower)) return undefined;
      return isShouted || hasDash(around.after(i + 2), around.after(i + 3)) ? 'date' : undefined;
    }
    if (MONTHS.has(token.lower) && next !== undefined && isNumber(next)) return isShouted ? 'date' : undefined;
    if (token.lower === '-' && (i === 0 || !next?.isWord || !isAllCapitals(next))) return i === 0 ? 'dash' : undefined;
    if (token.lower === ',') hasComma = true;
    else if (token.isWord ? !isPlaceInDateline(token, isShouted) : !'/-.()'.includes(token.lower)) return undefined;
  }
  return undefined;
}

/** Behind a town in capitals its country may stand in ordinary letters. */
function isPlaceInDateline(token: Token, isShouted: boolean): boolean {
  return isShouted && token.isCapitalized;
}

/** The dash follows the month, or the year behind it. */
function hasDash(third: Token | undefined, fourth: Token | undefined): boolean {
  return third?.lower === '-' || (third !== undefined && isNumber(third) && fourth?.lower === '-');
}

function isNumber(token: Token): boolean {
  return token.isWord && /^\d{1,4}$/.test(token.text);
}
