import type { CountryLexicon } from './country-words.js';

/** Partners for Co-operation, Asian and Mediterranean. */
export const PARTNERS: CountryLexicon = {
  AF: {
    names: ['Afghanistan'],
    officialNames: ['Islamic Republic of Afghanistan', 'Islamic Emirate of Afghanistan'],
    adjectives: ['Afghan'],
    peoples: ['Afghans'],
  },
  AU: {
    names: ['Australia'],
    officialNames: ['Commonwealth of Australia'],
    adjectives: ['Australian'],
    peoples: ['Australians'],
  },
  DZ: {
    names: ['Algeria'],
    officialNames: ["People's Democratic Republic of Algeria"],
    adjectives: ['Algerian'],
    peoples: ['Algerians'],
  },
  EG: {
    names: ['Egypt'],
    officialNames: ['Arab Republic of Egypt'],
    adjectives: ['Egyptian'],
    peoples: ['Egyptians'],
    // A people of the Balkans bears the same name.
    ethnicNames: ['Egyptian', 'Egyptians'],
  },
  IL: {
    names: ['Israel'],
    officialNames: ['State of Israel'],
    adjectives: ['Israeli'],
    peoples: ['Israelis'],
    familyNames: ['Israel'],
    givenNames: ['Israel'],
  },
  JO: {
    names: ['Jordan'],
    officialNames: ['Hashemite Kingdom of Jordan'],
    adjectives: ['Jordanian'],
    peoples: ['Jordanians'],
    familyNames: ['Jordan'],
    givenNames: ['Jordan'],
  },
  JP: { names: ['Japan'], adjectives: ['Japanese'], peoples: [], languages: ['Japanese'] },
  KR: {
    names: ['South Korea', 'Korea'],
    officialNames: ['Republic of Korea'],
    abbreviations: ['ROK'],
    adjectives: ['South Korean', 'Korean'],
    peoples: ['South Koreans', 'Koreans'],
    languages: ['Korean'],
  },
  MA: {
    names: ['Morocco'],
    officialNames: ['Kingdom of Morocco'],
    adjectives: ['Moroccan'],
    peoples: ['Moroccans'],
  },
  TH: {
    names: ['Thailand'],
    officialNames: ['Kingdom of Thailand'],
    adjectives: ['Thai'],
    peoples: ['Thais'],
    languages: ['Thai'],
  },
  TN: {
    names: ['Tunisia'],
    officialNames: ['Republic of Tunisia'],
    adjectives: ['Tunisian'],
    peoples: ['Tunisians'],
  },
};
