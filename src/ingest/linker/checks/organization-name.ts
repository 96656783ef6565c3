import {
  BROADCASTERS,
  MEDIA_NOUNS,
  MONTHS,
  NATIONAL_INSTITUTIONS,
  ORGANIZATION_HEADS,
  ORGANIZATION_PAIRS,
  PLACE_PREPOSITIONS,
} from '../lexicon/context-words.js';
import type { Surroundings, Token } from '../surroundings.js';
import type { Check } from '../term.js';

const MAX_NAME = 5;

/**
 * "Ukrainian Helsinki Committee", "Belarusian Association of Journalists", "Red Cross Society of Georgia": the name of a
 * society, church or university. Institutions of the State ("Dutch National Police") end the search.
 */
export const checkOrganizationName: Check = (candidate) => {
  const { around } = candidate;
  if (isMediaName(around)) return 'media-name';
  if (!around.isPossessive && leadsOrganization(around)) return 'organization-name';
  return !candidate.term.isAdjective && endsOrganization(around) ? 'organization-name' : undefined;
};

/** "Russia-24", "Georgia Today", "RFE/RL Russian Service"; in "elections in Georgia Today" the place is meant. */
function isMediaName(around: Surroundings): boolean {
  const next = around.after(0);
  const previous = around.before(0)?.lower ?? '';
  if (next?.text === 'Service' && BROADCASTERS.has(previous)) return true;
  if (!around.isPossessive && next?.isCapitalized === true && MEDIA_NOUNS.has(next.lower)) {
    return !PLACE_PREPOSITIONS.has(previous);
  }
  if (/^(?:1|2|3|24)$/.test(next?.text ?? '') && !around.isPossessive && !PLACE_PREPOSITIONS.has(previous))
    return !MONTHS.has(around.after(1)?.lower ?? '');
  if (next?.lower !== '-' || !around.touchesAfter()) return false;
  return /^\d{1,2}$/.test(around.after(1)?.text ?? '');
}

function leadsOrganization(around: Surroundings): boolean {
  for (let i = 0; i < MAX_NAME; i++) {
    const token = around.after(i);
    // "Russian-Orthodox"
    if (token?.lower === '-' && i === 0) continue;
    if (token === undefined || !token.isCapitalized || NATIONAL_INSTITUTIONS.has(token.lower)) return false;
    if (isOrganizationHead(token, around.after(i + 1))) return !isCivilSociety(token, around.after(i - 1));
  }
  return false;
}

/** "Helsinki Committee of Armenia", "Union of Journalists of Kazakhstan". */
function endsOrganization(around: Surroundings): boolean {
  const link = around.before(0);
  if (link?.lower !== 'of') return false;
  for (let i = 1; i <= MAX_NAME; i++) {
    const token = around.before(i);
    if (token === undefined || !token.isWord) return false;
    if (!token.isCapitalized && token.lower !== 'of' && token.lower !== 'for') return false;
    if (isOrganizationHead(token, around.before(i - 1))) return !isCivilSociety(token, around.before(i + 1));
  }
  return false;
}

/** Written in capitals in headlines, it is no name. */
function isCivilSociety(token: Token, before: Token | undefined): boolean {
  return token.lower === 'society' && before?.lower === 'civil';
}

function isOrganizationHead(token: Token, next: Token | undefined): boolean {
  // "the EU-Georgia Association Agreement" is of the State.
  if (token.lower === 'association' && (next?.lower === 'agreement' || next?.lower === 'council')) return false;
  if (ORGANIZATION_HEADS.has(token.lower)) return true;
  return next !== undefined && ORGANIZATION_PAIRS.has(`${token.lower} ${next.lower}`);
}
