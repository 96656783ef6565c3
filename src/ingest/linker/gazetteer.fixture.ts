import countries from '../../content/country/country.data.json';
import offices from '../../content/office/office.data.json';
import type { Gazetteer } from '../gazetteer.js';
import type { Nouns } from '../../graph/nouns/declare.js';
import { createLinker } from './linker.js';
import type { Linker } from './mention.js';

/** The gazetteer of the project's own data files. */
export const GAZETTEER: Gazetteer = {
  countries: (countries as Nouns['Country'][]).map(({ slug, name, names, isoCode, capital, type }) => ({
    slug,
    name,
    names: names ?? [],
    isoCode,
    capital,
    isParticipatingState: type === 'ParticipatingState',
  })),
  offices: (offices as Nouns['Office'][]).map(({ slug, name, names }) => ({ slug, name, names: names ?? [] })),
  fieldsOfWork: [],
  eventSeries: [],
  projects: [],
};

export const LINKER: Linker = createLinker(GAZETTEER);

/** The ISO codes of the countries that are linked, in the order of the text: "DE UZ". */
export function linked(text: string, linker: Linker = LINKER): string {
  return [...new Set(linker.link(text).map(({ isoCode }) => isoCode))].join(' ');
}

/** The rules by which words were left out. */
export function suppressions(text: string): string {
  return [...new Set(LINKER.explain(text).suppressed.map(({ rule }) => rule))].join(' ');
}
