import {
  FUNCTION_WORDS,
  LANGUAGE_LEADS,
  LANGUAGE_NOUNS,
  LANGUAGE_OF_LEADS,
  LANGUAGE_PARTICIPLES,
  OTHER_PARTICIPLES,
  OTHER_LANGUAGES,
} from '../lexicon/context-words.js';
import { COUNTRY_LEXICON } from '../lexicon/index.js';
import type { Surroundings, Token } from '../surroundings.js';
import type { Check } from '../term.js';

const LANGUAGES: ReadonlySet<string> = new Set([
  ...OTHER_LANGUAGES,
  ...Object.values(COUNTRY_LEXICON).flatMap((words) => (words.languages ?? []).map((word) => word.toLowerCase())),
]);
/** Joints of a list: "in Albanian, Serbian and English". */
const JOINTS = new Set([',', 'and', 'or', '&', '/', 'both', '-']);
const MAX_LIST = 16;
/** How far "translated from …" may stand before. */
const TRANSLATION_REACH = 8;

/** "in Russian", "Russian-language", "speaks Kazakh", "Albanian, Serbian and English versions". */
export const checkLanguage: Check = (candidate) => {
  if (!candidate.term.isLanguage) return undefined;
  const { around } = candidate;
  const next = around.after(0);
  if (next?.lower === '-' && around.touchesAfter() && LANGUAGE_NOUNS.has(around.after(1)?.lower ?? ''))
    return 'language';
  const end = endOfList(around);
  if (isLanguageNoun(around.after(end), around.after(end + 1), around.after(end + 2))) return 'language';
  if (isCalledLanguage(around, end)) return 'language';
  if (continuesAsNoun(around, end)) return undefined;
  return followsLanguageLead(around) ? 'language' : undefined;
};

/** The index behind the list of languages that goes on behind the candidate; 0 where there is none. */
function endOfList(around: Surroundings): number {
  let end = 0;
  let i = 0;
  while (i < MAX_LIST) {
    let joints = i;
    while (joints < i + 3 && JOINTS.has(around.after(joints)?.lower ?? '')) joints++;
    if (joints === i || !isLanguage(around.after(joints))) return end;
    i = joints + 1;
    end = i;
  }
  return end;
}

function isLanguage(token: Token | undefined): boolean {
  return token !== undefined && token.isCapitalized && LANGUAGES.has(token.lower);
}

function isLanguageNoun(noun: Token | undefined, next: Token | undefined, afterNext: Token | undefined): boolean {
  if (noun === undefined) return false;
  // "Finnish and Swedish place names"
  if (noun.lower === 'place') return next?.lower === 'names';
  if (noun.lower === '-') return next !== undefined && LANGUAGE_NOUNS.has(next.lower);
  if (!LANGUAGE_NOUNS.has(noun.lower)) return false;
  // "the Russian version of events"; "Polish Speaker" presides over a parliament.
  if (noun.lower === 'version' && next?.lower === 'of' && afterNext?.lower === 'events') return false;
  return noun.text !== 'Speaker';
}

const COPULAS = new Set(['as', 'is', 'are', 'was', 'were', 'remains', 'remain', 'became', 'becomes', 'become']);

/** "Kazakh as the State language", "Albanian and Serbian are the official languages". */
function isCalledLanguage(around: Surroundings, end: number): boolean {
  if (!COPULAS.has(around.after(end)?.lower ?? '')) return false;
  for (let i = end + 1; i < end + 7; i++) {
    const word = around.after(i)?.lower;
    if (word === 'language' || word === 'languages') return true;
  }
  return false;
}

/** "in Russian prisons": a noun follows, so the word is its adjective. */
function continuesAsNoun(around: Surroundings, end: number): boolean {
  const next = around.after(end);
  if (around.isPossessive) return true;
  if (next === undefined) return false;
  if (next.lower === '-') return end > 0 || around.touchesAfter();
  if (next.lower.endsWith('ed') || LANGUAGE_PARTICIPLES.has(next.lower)) return OTHER_PARTICIPLES.has(next.lower);
  return next.isWord && !FUNCTION_WORDS.has(next.lower) && !/^\d/.test(next.text);
}

function followsLanguageLead(around: Surroundings): boolean {
  let i = 0;
  while (i < MAX_LIST) {
    let joints = i;
    while (joints < i + 3 && JOINTS.has(around.before(joints)?.lower ?? '')) joints++;
    if (joints > i && isLanguage(around.before(joints))) i = joints + 1;
    else break;
  }
  if (around.before(i)?.lower === 'both' || around.before(i)?.lower === 'only') i++;
  const lead = around.before(i)?.lower ?? '';
  if (LANGUAGE_LEADS.has(lead) || lead === 'in') return true;
  // "both official languages, Albanian and Serbian"; the list's own comma may have been read as its joint.
  const named = [',', ':', '(', '-'].includes(lead) ? around.before(i + 1)?.lower : lead;
  if (named === 'languages' || named === 'language') return true;
  if (lead === 'of') return LANGUAGE_OF_LEADS.has(around.before(i + 1)?.lower ?? '');
  return (lead === 'into' || lead === 'to' || lead === 'from') && speaksOfTranslation(around, i);
}

function speaksOfTranslation(around: Surroundings, from: number): boolean {
  for (let i = from; i < from + TRANSLATION_REACH; i++) {
    const word = around.before(i)?.lower ?? '';
    if (word.startsWith('translat') || word.startsWith('interpret')) return true;
  }
  return false;
}
