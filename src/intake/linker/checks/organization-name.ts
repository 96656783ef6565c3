import {
  MEDIA_NOUNS,
  NATIONAL_INSTITUTIONS,
  ORGANIZATION_HEADS,
  ORGANIZATION_PAIRS,
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
  if (isSerialNumber(around)) return 'media-name';
  const next = around.after(0);
  if (!around.isPossessive && next?.isCapitalized === true && MEDIA_NOUNS.has(next.lower)) return 'media-name';
  if (!around.isPossessive && leadsOrganization(around)) return 'organization-name';
  return !candidate.term.isAdjective && endsOrganization(around) ? 'organization-name' : undefined;
};

/** "Russia-24", "Ukraine 24". */
function isSerialNumber(around: Surroundings): boolean {
  const next = around.after(0);
  if (next?.lower !== '-' || !around.touchesAfter()) return false;
  return /^\d{1,2}$/.test(around.after(1)?.text ?? '');
}

function leadsOrganization(around: Surroundings): boolean {
  for (let i = 0; i < MAX_NAME; i++) {
    const token = around.after(i);
    if (token === undefined || !token.isCapitalized || NATIONAL_INSTITUTIONS.has(token.lower)) return false;
    if (isOrganizationHead(token, around.after(i + 1))) return true;
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
    if (isOrganizationHead(token, around.before(i - 1))) return token.isCapitalized;
  }
  return false;
}

function isOrganizationHead(token: Token, next: Token | undefined): boolean {
  if (ORGANIZATION_HEADS.has(token.lower)) return true;
  return next !== undefined && ORGANIZATION_PAIRS.has(`${token.lower} ${next.lower}`);
}
