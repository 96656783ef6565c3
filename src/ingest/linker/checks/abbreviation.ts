import { CURRENCIES, PRONOUN_LEADS } from '../lexicon/context-words.js';
import { isAllCapitals } from '../surroundings.js';
import type { Check } from '../term.js';

/** "CONTACT US": the pronoun, where the words before it are in capitals too. */
export const checkPronoun: Check = ({ quote, around }) => {
  if (quote !== 'US') return undefined;
  const lead = around.before(0);
  if (lead === undefined || lead.text.length < 2 || !isAllCapitals(lead)) return undefined;
  return PRONOUN_LEADS.has(lead.lower) ? 'pronoun' : undefined;
};

/** "US dollars", "500 Swiss francs". */
export const checkCurrency: Check = ({ around, term }) => {
  const next = around.after(0);
  if (next === undefined || !(term.isAdjective || term.rule === 'abbreviation')) return undefined;
  return CURRENCIES.has(next.lower) && !next.isCapitalized ? 'currency' : undefined;
};
