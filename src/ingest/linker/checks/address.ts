import { IS_SPACE } from '../alphabet.js';
import type { Check } from '../term.js';

const REACH = 200;

/** "https://www.osce.org/Georgia", "press@Moldova.example", "@GermanyDiplo". */
export const checkAddress: Check = ({ text, start, end }) => {
  if (text[start - 1] === '@') return 'address';
  // Most names stand between blanks or stops; an address joins them to something else.
  if (!isJoint(text[start - 1]) && !isJoint(text[end])) return undefined;
  let from = start;
  const limit = Math.max(0, start - REACH);
  while (from > limit && IS_SPACE[text.charCodeAt(from - 1)] === 0) from--;
  const lead = text.slice(from, start);
  if (lead.includes('://') || lead.includes('www.') || lead.includes('@')) return 'address';
  return text[end] === '@' || isDomain(text, end) ? 'address' : undefined;
};

function isJoint(character: string | undefined): boolean {
  return character !== undefined && '/.@_=-?&#%'.includes(character);
}

/** "Georgia.gov": a dot, and a short word in lower case at once. */
function isDomain(text: string, end: number): boolean {
  return text[end] === '.' && /^[a-z]{2,4}(?![\p{L}\p{N}])/u.test(text.slice(end + 1, end + 7));
}
