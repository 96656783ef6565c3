import {
  HEADLINE_NOUNS,
  HONORIFICS,
  NATIONAL_INSTITUTIONS,
  PERSONAL_TITLES,
  PLACE_PREPOSITIONS,
} from '../lexicon/context-words.js';
import { FAMILY_NAMES, FAMILY_NAME_ENDINGS, GIVEN_NAMES } from '../lexicon/personal-names.js';
import { isAllCapitals } from '../surroundings.js';
import type { Surroundings, Token } from '../surroundings.js';
import type { Candidate, Check } from '../term.js';

/** "Michael Jordan", "Jordan Smith", "Mr Holland", "Volker Türk". */
export const checkPerson: Check = (candidate) => {
  const { term, quote } = candidate;
  // The people are written without the dots, the family name with them.
  if (term.country.isoCode === 'TR' && /^t(?:ü|u\u0308)rk$/i.test(quote)) return 'person';
  if (term.isFamilyName && isFamilyName(candidate)) return 'person';
  if (!term.isAdjective && followsHonorific(candidate)) return 'person';
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

/** "Dr. Florence Denmark": whoever has an honorific and a name before it is a person, whatever the country. */
function followsHonorific({ around }: Candidate): boolean {
  const given = around.before(0);
  if (given === undefined || !given.isCapitalized || isAllCapitals(given)) return false;
  const i = around.before(1)?.lower === '.' ? 2 : 1;
  const honorific = around.before(i);
  return honorific !== undefined && honorific.isCapitalized && HONORIFICS.has(honorific.lower);
}

function isGivenName({ around, term }: Candidate): boolean {
  const next = around.after(0);
  if (next === undefined || !next.isCapitalized || around.isPossessive) return false;
  if (FAMILY_NAMES.has(next.lower)) return true;
  // "Georgia O'Keeffe"
  if (next.text === 'O' && around.after(1)?.lower === "'" && around.after(2)?.isCapitalized === true) return true;
  if (NATIONAL_INSTITUTIONS.has(next.lower) || HEADLINE_NOUNS.has(next.lower) || next.lower.length < 4) return false;
  if (FAMILY_NAME_ENDINGS.some((ending) => next.lower.endsWith(ending))) return true;
  // "Foreign Minister Israel Katz", but "Prime Minister of Georgia Presses on".
  const title = around.before(0);
  if (title?.isCapitalized === true && PERSONAL_TITLES.has(title.lower)) return true;
  // "three German experts": an adjective stands before any noun.
  return !term.isAdjective && standsAsPerson(around);
}

/**
 * "with Georgia Holmer, an expert": one unknown word in capitals, in running text. In "in Jordan Tuesday" the preposition
 * says that it is a place; in "Georgia Presses for Reform" the further capitals say that it is a headline.
 */
function standsAsPerson(around: Surroundings): boolean {
  const previous = around.before(0);
  if (previous?.isWord && (previous.isCapitalized || PLACE_PREPOSITIONS.has(previous.lower))) return false;
  const next = around.after(0);
  if (next === undefined || isAllCapitals(next)) return false;
  const following = around.after(1);
  if (following === undefined || !following.isWord) return following === undefined || ',)('.includes(following.lower);
  // "Georgia Tzelepi and Tom Poland": others stand beside her.
  if (following.lower === 'and' && GIVEN_NAMES.has(around.after(2)?.lower ?? '')) return true;
  for (let i = 1; i < 5; i++) {
    const token = around.after(i);
    if (token === undefined || !token.isWord) return true;
    if (token.isCapitalized) return false;
  }
  return true;
}
