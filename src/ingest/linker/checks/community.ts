import {
  COMMUNITY_NEIGHBOURS,
  COMMUNITY_NOUNS,
  NOT_OF_A_COMMUNITY,
  SOUTH_SLAV_NEIGHBOURS,
} from '../lexicon/context-words.js';
import { COUNTRY_LEXICON } from '../lexicon/index.js';
import type { Surroundings, Token } from '../surroundings.js';
import type { Candidate, Check } from '../term.js';

const NEIGHBOURHOOD = 12;
const ADJECTIVES: ReadonlySet<string> = new Set(
  Object.values(COUNTRY_LEXICON).flatMap((words) => words.adjectives.map((word) => word.toLowerCase())),
);

/**
 * Ethnic communities, of which one does not learn that the text speaks of a State: "Kosovo Serbs", "ethnic Uzbeks", "the
 * Hungarian minority", Egyptians beside Ashkali, Serbs and Croats beside Bosniaks.
 */
export const checkCommunity: Check = (candidate) => {
  const { around, term } = candidate;
  if (!term.isAdjective) return undefined;
  const previous = around.before(0);
  if (previous?.lower === 'ethnic' || previous?.lower === 'ethnically') return 'community';
  const next = around.after(0);
  if (next?.lower === 'minority' || next?.lower === 'minorities' || next?.lower === 'ethnicity') return 'community';
  if (isCommunity(around) || isMajority(candidate) || isOfAnotherState(candidate)) return 'community';
  if (previous?.lower === '-' && ['non', 'kosovo', 'ethnic'].includes(around.before(1)?.lower ?? ''))
    return 'community';
  if (isOfKosovo(around) || isInKosovo(around) || isListedWithCommunity(around)) return 'community';
  return term.isEthnicName && hasCommunityNeighbour(candidate) ? 'community' : undefined;
};

/** "the Armenian community in Javakheti", "Uzbek diaspora"; "Georgian community policing" is of the State. */
function isCommunity(around: Surroundings): boolean {
  const next = around.after(0)?.lower;
  if (next === 'diaspora') return true;
  if (next !== 'community') return false;
  const noun = around.after(1)?.lower ?? '';
  return !NOT_OF_A_COMMUNITY.has(noun === '-' ? (around.after(2)?.lower ?? '') : noun);
}

/** "Macedonian Albanians", "Romanian Hungarians": citizens of the first, and a people by the second. */
function isOfAnotherState({ around, term }: Candidate): boolean {
  const previous = around.before(0);
  return term.rule === 'people' && previous?.isCapitalized === true && ADJECTIVES.has(previous.lower);
}

/** "Croat-majority cantons", "Serb-majority municipalities". */
function isMajority({ around }: Candidate): boolean {
  const i = around.after(0)?.lower === '-' ? 1 : 0;
  const noun = around.after(i)?.lower ?? '';
  return (noun === 'majority' || noun === 'populated' || noun === 'inhabited') && i === 1;
}

/** "Kosovo Serb", "Kosovo’s Albanians". */
function isOfKosovo(around: Surroundings): boolean {
  const previous = around.before(0);
  return previous?.lower === 'kosovo' || previous?.lower === 'kosovar';
}

/** "Serbian municipalities in Kosovo". */
function isInKosovo(around: Surroundings): boolean {
  if (!COMMUNITY_NOUNS.has(around.after(0)?.lower ?? '')) return false;
  for (let i = 0; i < NEIGHBOURHOOD; i++) {
    if (around.before(i)?.lower === 'kosovo' || around.after(i)?.lower === 'kosovo') return true;
  }
  return false;
}

const JOINTS = new Set([',', 'and', 'or', '/', '&']);

/** "Ashkali, Roma, Serb and Albanian pupils": whoever stands in one list with them is a community too. */
function isListedWithCommunity(around: Surroundings): boolean {
  return listsCommunity((i) => around.before(i)) || listsCommunity((i) => around.after(i));
}

function listsCommunity(side: (index: number) => Token | undefined): boolean {
  let i = 0;
  while (JOINTS.has(side(i)?.lower ?? '')) {
    while (JOINTS.has(side(i)?.lower ?? '')) i++;
    const member = side(i++);
    if (member === undefined || !member.isCapitalized) return false;
    if (COMMUNITY_NEIGHBOURS.has(member.lower)) return true;
  }
  return false;
}

function hasCommunityNeighbour({ around, term }: Candidate): boolean {
  const isSouthSlav = term.country.isoCode !== 'EG';
  for (let i = 0; i < NEIGHBOURHOOD; i++) {
    for (const token of [around.before(i), around.after(i)]) {
      if (token === undefined) continue;
      if (token.isCapitalized && COMMUNITY_NEIGHBOURS.has(token.lower)) return true;
      if (isSouthSlav && SOUTH_SLAV_NEIGHBOURS.has(token.lower)) return true;
    }
  }
  return false;
}
