/** The words of the English language for one country, besides the names that the gazetteer has. */
export interface CountryWords {
  /** Well-known names and spellings in common use. */
  names?: readonly string[];
  officialNames?: readonly string[];
  formerNames?: readonly string[];
  /** Read as written: capitals are required. */
  abbreviations?: readonly string[];
  /** Abbreviations that mean other things too; they count only where the text explains them in brackets. */
  weakAbbreviations?: readonly string[];
  adjectives: readonly string[];
  peoples: readonly string[];
  /** Countries within the State, and their adjectives and peoples. */
  constituents?: readonly string[];
  /** Which of the words above also name a language. */
  languages?: readonly string[];
  /** Which of them are also family names: "Michael Jordan". */
  familyNames?: readonly string[];
  /** Which of them are also given names: "Jordan Smith". */
  givenNames?: readonly string[];
  /** Which of them name an ethnic group first, far beyond the State: "Serbs". */
  ethnicNames?: readonly string[];
  /** Other spellings of the capital. */
  capitals?: readonly string[];
}

/** By ISO 3166-1 alpha-2 code. */
export type CountryLexicon = Readonly<Record<string, CountryWords>>;
