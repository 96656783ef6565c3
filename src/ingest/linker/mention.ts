/**
 * What the country linker answers: the countries of which a text speaks, each with the words that say so, and the words
 * that only look as if they did.
 */

/** Evidence that a text speaks of a country. `text.slice(start, end) === quote`, in UTF-16 units. */
export interface Mention {
  countrySlug: string;
  isoCode: string;
  start: number;
  end: number;
  quote: string;
  rule: string;
  confidence: number;
}

/** Words that look like a mention, and why they are none. */
export interface Suppressed {
  start: number;
  end: number;
  quote: string;
  countrySlug?: string;
  isoCode?: string;
  rule: string;
  reason: string;
}

export interface Linker {
  /** The mentions that are sure enough for an edge, in the order of the text, never overlapping. */
  link(text: string): Mention[];
  /** The same mentions, and beside them everything that was weighed and left out. */
  explain(text: string): { mentions: Mention[]; suppressed: Suppressed[] };
}

/** From this confidence on a mention makes an edge in the graph. */
export const EDGE_CONFIDENCE = 0.7;

/** How sure each rule is that its words speak of the country. Clients see the names: they do not change. */
export const MENTION_RULES = {
  /** The official name: "Republic of Uzbekistan". */
  'official-name': 0.99,
  /** The name in common use, or a well-known variant: "Uzbekistan", "Holland". */
  name: 0.95,
  /** A word for the country with a national institution: "German Embassy", "US Department of State", "Parliament of Malta". */
  institution: 0.95,
  /** A name that was in use before: "Turkey", "former Yugoslav Republic of Macedonia". */
  'former-name': 0.9,
  /** "BiH", "UK", "U.S." */
  abbreviation: 0.9,
  /** A name that is as often something else (Georgia, Jordan), where nothing nearby says that it is. */
  'ambiguous-name': 0.85,
  /** "Dutch", "Kyrgyz". */
  adjective: 0.85,
  /** "Czechs", "Spaniard". */
  people: 0.85,
  /** "Scotland": a part of the State, which is not named. Makes no edge. */
  'constituent-country': 0.5,
  /** An abbreviation that others use too ("RF"), where the text does not explain it. Makes no edge. */
  'weak-abbreviation': 0.4,
  /** Only the capital is named. Makes no edge. */
  capital: 0.3,
} as const;

export type MentionRule = keyof typeof MENTION_RULES;

/** Why words that look like a mention are none, as a sentence for editors. The names are stable. */
export const SUPPRESSION_RULES = {
  'office-name': 'part of the name of an office',
  'organization-name': 'part of the name of another organization',
  'media-name': 'part of the name of a broadcaster or newspaper',
  'document-name': 'part of the name of a treaty, document or process',
  'historical-state': 'a State that no longer exists',
  region: 'a region, not the State',
  'american-state': 'a state or town of the United States of America',
  person: "a person's name",
  community: 'an ethnic community, not a country',
  language: 'a language',
  city: 'the city of that name',
  'place-name': 'part of the name of a street or building',
  'constituent-country': 'a part of the United Kingdom, not the State',
  dateline: 'a dateline says where a text was written, not of what it speaks',
  capital: 'only the capital is named',
  'weak-abbreviation': 'the abbreviation is not explained in the text',
  currency: 'a currency',
  pronoun: 'the pronoun in capitals',
  address: 'part of a web or mail address',
  idiom: 'a set phrase that does not speak of the country',
} as const;

export type SuppressionRule = keyof typeof SUPPRESSION_RULES;

/** Phrases, by the reason for which they are no mention. */
export type ConfusablePhrases = Readonly<Partial<Record<SuppressionRule, readonly string[]>>>;
