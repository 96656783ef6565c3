import type { Check } from '../term.js';
import { checkCurrency, checkPronoun } from './abbreviation.js';
import { checkAddress } from './address.js';
import { checkAmericanState } from './american-state.js';
import { checkCity } from './city.js';
import { checkCommunity } from './community.js';
import { checkDateline } from './dateline.js';
import { checkHistoricalState } from './historical-state.js';
import { checkLanguage } from './language.js';
import { checkOfficeName } from './office-name.js';
import { checkOrganizationName } from './organization-name.js';
import { checkPerson } from './person.js';
import { checkPlaceName, checkPoultry, checkRegion } from './region.js';

/** All that can speak against a mention. The first that does gives the reason. */
export const CHECKS: readonly Check[] = [
  checkAddress,
  checkDateline,
  checkOfficeName,
  checkPronoun,
  checkCurrency,
  checkAmericanState,
  checkPerson,
  checkLanguage,
  checkCommunity,
  checkCity,
  checkHistoricalState,
  checkPlaceName,
  checkRegion,
  checkPoultry,
  checkOrganizationName,
];
