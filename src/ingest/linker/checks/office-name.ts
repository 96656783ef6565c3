import { OFFICE_HEADS, OFFICE_QUALIFIERS } from '../lexicon/context-words.js';
import type { Candidate, Check } from '../term.js';

const LINKS = new Set(['in', 'to', 'at']);
/** Words that stand between the link and the name: "Mission to the Republic of …". */
const FILLERS = new Set(['the', 'republic', 'of']);

/**
 * "Mission to Moldova", "the Centre in Ashgabat", "OSCE Ukraine Mission": the field offices that the gazetteer does not
 * know by this form. The offices of others are read the same way where they are named so ("EU Monitoring Mission in
 * Georgia"), but a "Prosecutor's Office in Montenegro" or an "election observation mission to Kyrgyzstan" is in the country.
 */
export const checkOfficeName: Check = (candidate) =>
  followsOffice(candidate) || isFramed(candidate) ? 'office-name' : undefined;

function followsOffice({ around }: Candidate): boolean {
  let i = 0;
  while (i < 3 && FILLERS.has(around.before(i)?.lower ?? '')) i++;
  const link = around.before(i);
  const head = around.before(i + 1);
  if (link === undefined || !LINKS.has(link.lower) || head === undefined) return false;
  // "Co-ordinator" is three tokens.
  if (head.lower === 'ordinator') {
    return around.before(i + 2)?.lower === '-' && around.before(i + 4)?.text === 'Project';
  }
  if (head.text === 'Coordinator') return around.before(i + 2)?.text === 'Project';
  if (head.text === 'Presence') return true;
  if (!OFFICE_HEADS.has(head.lower)) return false;
  const qualifier = around.before(i + 2);
  // "the OSCE mission in Croatia" is the office, a "mission to Croatia" a visit.
  if (!head.isCapitalized) return qualifier?.text === 'OSCE';
  if (qualifier === undefined || !qualifier.isWord || !qualifier.isCapitalized) return qualifier?.lower !== "'";
  return OFFICE_QUALIFIERS.has(qualifier.lower);
}

/** "OSCE Moldova Mission". */
function isFramed({ around, term }: Candidate): boolean {
  const head = around.after(0);
  if (term.isAdjective || head === undefined || around.before(0)?.text !== 'OSCE') return false;
  return OFFICE_HEADS.has(head.lower);
}
