import { COMMUNITY_NEIGHBOURS, SOUTH_SLAV_NEIGHBOURS } from '../lexicon/context-words.js';
import type { Surroundings } from '../surroundings.js';
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
  if (isOfKosovo(around)) return 'community';
  return term.isEthnicName && hasCommunityNeighbour(candidate) ? 'community' : undefined;
};

/** "Kosovo Serb", "Kosovo’s Albanians", "Kosovo Albanian, Serb and Turkish pupils". */
function isOfKosovo(around: Surroundings): boolean {
  const previous = around.before(0);
  return previous?.lower === 'kosovo' || previous?.lower === 'kosovar';
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
