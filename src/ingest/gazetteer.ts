/**
 * The names of the graph's nodes, for the readers and the country linker. Built from the reference catalogue (or, in
 * tests, by hand), without access to a database.
 */
import type { NameRecord } from './record.js';

/** A node with all its names. */
export interface NamedNode {
  slug: string;
  /** The current name. */
  name: string;
  /** All other names: official, former, abbreviated, in other languages. */
  names: readonly NameRecord[];
}

export interface NamedCountry extends NamedNode {
  /** ISO 3166-1 alpha-2. */
  isoCode: string;
  capital: string;
  isParticipatingState: boolean;
}

export interface Gazetteer {
  countries: readonly NamedCountry[];
  offices: readonly NamedNode[];
  fieldsOfWork: readonly NamedNode[];
  eventSeries: readonly NamedNode[];
  projects: readonly NamedNode[];
}

/** A row of the reference catalogue with names. */
interface NamedRow {
  slug: string;
  name: string;
  names: readonly NameRecord[];
}

/** The rows of the reference catalogue that texts refer to by name. */
export interface ReferenceRows {
  countries: readonly (NamedRow & { isoCode: string; capital: string; type: string })[];
  offices: readonly (NamedRow & { shortName: string | null })[];
  fieldsOfWork: readonly NamedRow[];
  eventSeries: readonly NamedRow[];
}

/** The gazetteer of a catalogue. Projects are few and change with imports, so they are given apart. */
export function gazetteerOf(rows: ReferenceRows, projects: readonly NamedRow[] = []): Gazetteer {
  return {
    countries: rows.countries.map((country) => ({
      ...country,
      isParticipatingState: country.type === 'ParticipatingState',
    })),
    offices: rows.offices.map(({ shortName, names, ...office }) => ({
      ...office,
      names: shortName ? [...names, { name: shortName, kind: 'ABBREVIATION' }] : names,
    })),
    fieldsOfWork: rows.fieldsOfWork,
    eventSeries: rows.eventSeries,
    projects,
  };
}
