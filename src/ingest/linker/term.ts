import type { NamedCountry } from '../gazetteer.js';
import type { MentionRule, SuppressionRule } from './mention.js';
import type { Surroundings } from './surroundings.js';

/** A phrase that stands for a country. */
export interface CountryTerm {
  country: NamedCountry;
  rule: MentionRule;
  /** The term is an adjective or a people. */
  isAdjective: boolean;
  isLanguage: boolean;
  isFamilyName: boolean;
  isGivenName: boolean;
  isEthnicName: boolean;
  /** The country shares the name with its capital. */
  isCity: boolean;
}

/** A phrase that holds a word for a country and means something else. */
interface ShadowTerm {
  shadow: SuppressionRule;
}

export type Term = CountryTerm | ShadowTerm;

/** A country term found in a text, with what stands around it. */
export interface Candidate {
  text: string;
  start: number;
  end: number;
  quote: string;
  term: CountryTerm;
  around: Surroundings;
}

/** Says by which rule a candidate is no mention; undefined: nothing speaks against it. */
export type Check = (candidate: Candidate) => SuppressionRule | undefined;
