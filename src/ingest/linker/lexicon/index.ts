import type { CountryLexicon } from './country-words.js';
import { PARTNERS } from './partners.js';
import { STATES_AD_GR } from './states-ad-gr.js';
import { STATES_HR_MT } from './states-hr-mt.js';
import { STATES_NL_VA } from './states-nl-va.js';

/** The words of all 57 participating States and 11 Partners for Co-operation. */
export const COUNTRY_LEXICON: CountryLexicon = { ...STATES_AD_GR, ...STATES_HR_MT, ...STATES_NL_VA, ...PARTNERS };
