import { COMMUNITY_NEIGHBOURS, COMMUNITY_NOUNS, SOUTH_SLAV_NEIGHBOURS } from '../lexicon/context-words.js';
import type { Surroundings, Token } from '../surroundings.js';
import type { Candidate, Check } from '../term.js';

const NEIGHBOURHOOD = 12;

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
  if (next?.lower === 'minority' || next?.lower === 'ethnicity') return 'community';
  if (previous?.lower === '-' && ['non', 'kosovo', 'ethnic'].includes(around.before(1)?.lower ?? ''))
    return 'community';
  if (isOfKosovo(around) || isInKosovo(around) || isListedWithCommunity(around)) return 'community';
  return term.isEthnicName && hasCommunityNeighbour(candidate) ? 'community' : undefined;
};

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
