import type { Gazetteer, NamedCountry } from '../gazetteer.js';
import type { NameKind } from '../record.js';
import { folded } from './alphabet.js';
import { Automaton } from './automaton.js';
import { CONFUSABLES } from './lexicon/confusables.js';
import type { CountryWords } from './lexicon/country-words.js';
import { COUNTRY_LEXICON } from './lexicon/index.js';
import type { MentionRule, SuppressionRule } from './mention.js';
import type { CountryTerm, Term } from './term.js';

/** The phrases of one gazetteer, ready to be found. */
export interface Phrases {
  /** Countries and the phrases that only look like them. */
  all: Automaton<Term>;
  /** Countries alone: tells which of them a shadowing phrase holds. */
  countries: Automaton<CountryTerm>;
}

/** Countries whose name is as often something else. */
const AMBIGUOUS_NAMES: ReadonlySet<string> = new Set(['GE', 'JO']);

/**
 * Joins the gazetteer's names with the words of the language. Where both know a phrase, the gazetteer's own kinds of name
 * come first, then the lexicon, then what the gazetteer calls a variant (some lists put adjectives there).
 */
export function compilePhrases(gazetteer: Gazetteer): Phrases {
  const shadows = new Map<string, readonly [string, Term]>();
  for (const [rule, phrases] of Object.entries(CONFUSABLES)) {
    for (const phrase of phrases) put(shadows, phrase, { shadow: rule as SuppressionRule });
  }

  const terms = new Map<string, readonly [string, CountryTerm]>();
  const own = lexiconAutomaton(gazetteer.countries);
  const add = (country: NamedCountry, phrase: string, rule: MentionRule): void => {
    // "Czech and Slovak Federal Republic" is no name of either of today's States, whatever a list says.
    if (shadows.has(folded(phrase)) || namesAnother(own, country, phrase)) return;
    put(terms, phrase, termFor(country, phrase, rule));
  };
  for (const country of gazetteer.countries) for (const [name, rule] of properNames(country)) add(country, name, rule);
  for (const country of gazetteer.countries) for (const [word, rule] of lexiconWords(country)) add(country, word, rule);
  for (const country of gazetteer.countries) for (const [name, rule] of otherNames(country)) add(country, name, rule);
  for (const country of gazetteer.countries) for (const name of capitalNames(country)) add(country, name, 'capital');

  const countries = new Automaton<CountryTerm>(terms.values());
  for (const { name, names } of gazetteer.offices) {
    // "Mission to Georgia" is left to the check: behind "Election Observation" the same words name no office.
    for (const office of [name, ...names.map((other) => other.name)].flatMap(spellings)) {
      if (countries.find(office, 0) !== undefined && !READ_BY_CHECK.test(office))
        put(shadows, office, { shadow: 'office-name' });
    }
  }
  return { all: new Automaton<Term>([...shadows.values(), ...terms.values()]), countries };
}

const READ_BY_CHECK = /^(?:Missions?|Offices?|Centres?|Centers?|Presence) (?:in|to) /;

function put<T>(phrases: Map<string, readonly [string, T]>, phrase: string, value: T): void {
  const key = folded(phrase);
  if (key.trim() !== '' && !phrases.has(key)) phrases.set(key, [phrase, value]);
}

function lexiconAutomaton(countries: readonly NamedCountry[]): Automaton<string> {
  return new Automaton(
    countries.flatMap((country) => lexiconWords(country).map(([word]) => [word, country.isoCode] as const)),
  );
}

function namesAnother(own: Automaton<string>, country: NamedCountry, phrase: string): boolean {
  // The lexicon's own phrases are deliberate: "Greek Cypriot", "Bosnian Serb".
  if (own.find(phrase, 0)?.end === phrase.length) return false;
  for (let hit = own.find(phrase, 0); hit !== undefined; hit = own.find(phrase, hit.end)) {
    if (hit.value !== country.isoCode) return true;
  }
  return false;
}

const NAME_RULES: Readonly<Record<NameKind, MentionRule>> = {
  COMMON: 'name',
  OFFICIAL: 'official-name',
  FORMER: 'former-name',
  ABBREVIATION: 'abbreviation',
  VARIANT: 'name',
  LOCAL: 'name',
};
const PROPER_KINDS: ReadonlySet<NameKind> = new Set<NameKind>(['COMMON', 'OFFICIAL', 'FORMER']);

function properNames(country: NamedCountry): [string, MentionRule][] {
  const proper = country.names.filter(({ kind }) => PROPER_KINDS.has(kind));
  return [
    [bare(country.name), 'name'],
    ...proper.map(({ name, kind }): [string, MentionRule] => [bare(name), NAME_RULES[kind]]),
  ];
}

function otherNames(country: NamedCountry): [string, MentionRule][] {
  return country.names
    .filter(({ name, kind }) => !PROPER_KINDS.has(kind) && (kind !== 'ABBREVIATION' || isSafeAbbreviation(name)))
    .map(({ name, kind }): [string, MentionRule] => [bare(name), NAME_RULES[kind]])
    .filter(([name]) => name.length > 2 && name !== name.toLowerCase());
}

/** Two letters are as often a word ("IT", "NO"): those few that mean a country are in the lexicon. */
function isSafeAbbreviation(name: string): boolean {
  return name.includes('.') || name.replace(/[^A-Za-z]/g, '').length > 3;
}

function lexiconWords({ isoCode }: NamedCountry): [string, MentionRule][] {
  const words: CountryWords = COUNTRY_LEXICON[isoCode] ?? { adjectives: [], peoples: [] };
  const groups: [readonly string[] | undefined, MentionRule][] = [
    [words.adjectives, 'adjective'],
    [words.peoples, 'people'],
    [words.abbreviations, 'abbreviation'],
    [words.weakAbbreviations, 'weak-abbreviation'],
    [words.constituents, 'constituent-country'],
    [words.officialNames, 'official-name'],
    [words.formerNames, 'former-name'],
    [words.names, 'name'],
  ];
  return groups.flatMap(([group, rule]) => (group ?? []).map((word): [string, MentionRule] => [word, rule]));
}

/** "Washington, D.C." is also called Washington. */
function capitalNames({ capital, isoCode }: NamedCountry): string[] {
  const full = bare(capital);
  return [full, full.split(',')[0] ?? full, ...(COUNTRY_LEXICON[isoCode]?.capitals ?? [])].filter(
    (name) => name !== '',
  );
}

/** Without the article, and without the remarks in brackets that lists add: "Holland (informal)". */
function bare(name: string): string {
  return name
    .replace(/\s*\([^)]*\)/g, '')
    .replace(/^the\s+/i, '')
    .trim();
}

/** The two spellings of a co-ordinator, with and without the article before a country. */
function spellings(name: string): string[] {
  const plain = bare(name);
  return [plain, plain.replace(/Co-ordinator/g, 'Coordinator'), plain.replace(/Centre/g, 'Center')];
}

const CONSTITUENT_ADJECTIVE = /^(?:Northern Irish|Scottish|Welsh|Scots)/;

function termFor(country: NamedCountry, phrase: string, rule: MentionRule): CountryTerm {
  const words = COUNTRY_LEXICON[country.isoCode];
  const isAmbiguous = rule === 'name' && AMBIGUOUS_NAMES.has(country.isoCode) && phrase === country.name;
  const isListed = (list: readonly string[] | undefined): boolean => list?.includes(phrase) ?? false;
  return {
    country,
    rule: isAmbiguous ? 'ambiguous-name' : rule,
    isAdjective: rule === 'adjective' || rule === 'people' || CONSTITUENT_ADJECTIVE.test(phrase),
    isLanguage: isListed(words?.languages),
    isFamilyName: isListed(words?.familyNames),
    isGivenName: isListed(words?.givenNames),
    isEthnicName: isListed(words?.ethnicNames),
    isCity: rule !== 'capital' && folded(country.capital) === folded(phrase),
  };
}
