import type { ConfusablePhrases } from '../mention.js';
import { NAMES_OF_OTHERS } from './names-of-others.js';
import { SET_PHRASES } from './set-phrases.js';

/**
 * Set phrases that hold a word for a country, or its capital, and speak of something else. The longest phrase at a
 * place wins, so one entry here shields every name within it. Rules for open classes ("… Convention", "Michael …") are
 * in ../checks; here is what no rule can foresee.
 */
export const CONFUSABLES: ConfusablePhrases = { ...NAMES_OF_OTHERS, ...SET_PHRASES };
