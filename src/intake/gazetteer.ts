/**
 * The names by which the graph's nodes are known, as the readers and the country linker need them. It is made from the
 * reference catalogue (or, in tests, by hand); it knows nothing of a database.
 */
import type { NameRecord } from './record.js';

/** A node with every name by which a text may call it. */
export interface NamedNode {
  slug: string;
  /** The present name. */
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
