import { HONORIFICS, NATIONAL_INSTITUTIONS } from '../lexicon/context-words.js';
import { FAMILY_NAMES, FAMILY_NAME_ENDINGS, GIVEN_NAMES } from '../lexicon/personal-names.js';
import type { Token } from '../surroundings.js';
import type { Candidate, Check } from '../term.js';

/** "Michael Jordan", "Jordan Smith", "Mr Holland", "Volker Türk". */
export const checkPerson: Check = (candidate) => {
  const { term, quote } = candidate;
  // The people are written without the dots, the family name with them.
  if (term.country.isoCode === 'TR' && /^t(?:ü|u\u0308)rk$/i.test(quote)) return 'person';
  if (term.isFamilyName && isFamilyName(candidate)) return 'person';
  return term.isGivenName && isGivenName(candidate) ? 'person' : undefined;
};

function isFamilyName({ around, term }: Candidate): boolean {
  const previous = around.before(0);
  if (previous === undefined) return false;
  if (previous.lower === '.') return isInitialOrTitle(around.before(1), around.before(2));
  if (!previous.isCapitalized) return false;
  // "Dr German scientists" is not written; "Mrs Ireland" is.
  if (HONORIFICS.has(previous.lower)) return true;
  if (!GIVEN_NAMES.has(previous.lower)) return false;
  // "Virginia French classes" and "Irish Ambassador": an adjective before its noun is no family name.
  const next = around.after(0);
  const isBeforeInstitution = next !== undefined && next.isCapitalized && NATIONAL_INSTITUTIONS.has(next.lower);
  return !(term.isAdjective && isBeforeInstitution);
}

/** "J. Jordan", "Mr. Jordan"; the S of "U.S." is no initial. */
function isInitialOrTitle(token: Token | undefined, before: Token | undefined): boolean {
  if (token === undefined || !token.isCapitalized) return false;
  if (HONORIFICS.has(token.lower)) return true;
  return token.text.length === 1 && before !== undefined && before.isCapitalized && GIVEN_NAMES.has(before.lower);
}

function isGivenName(candidate: Candidate): boolean {
  const { around } = candidate;
  const next = around.after(0);
  if (next === undefined || !next.isCapitalized || around.isPossessive) return false;
  if (FAMILY_NAMES.has(next.lower)) return true;
  if (NATIONAL_INSTITUTIONS.has(next.lower) || next.lower.length < 4) return false;
  return FAMILY_NAME_ENDINGS.some((ending) => next.lower.endsWith(ending));
}
