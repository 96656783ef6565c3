/** A query of the benchmark, with its operation for each kind of server. */
import type { Places } from './facts';

/** The input of a request, independent of the server; which fields are set depends on the query. */
export interface Input {
  slug?: string;
  isoCode?: string;
  since?: string;
  fieldOfWork?: string;
  isoCodes?: readonly string[];
  words?: string;
  ids?: readonly string[];
  /** Rows of the list of all news, latest first, that precede the pages. */
  places?: Places;
}

/**
 * The dialects of servers. `graph` is the product; `plain` are the servers written for this benchmark with their own
 * GraphQL schema.
 */
export type Dialect = 'graph' | 'plain' | 'postgraphile';

/** Sends a document and returns its data. Throws if the response has errors or is not an answer. */
export type Ask = (document: string, variables?: object) => Promise<Data>;
/** The data of servers with different schemas; its type depends on the query. */
export type Data = any;

export interface Wording {
  document: string;
  /** The variables of a request; default: none. May query the server for cursors. */
  variables?: (input: Input, ask: Ask, total: number) => object | Promise<object>;
  /** Converts the data to the format of the product's answers, if it differs. */
  answer?: (data: Data) => Data;
}

export interface BenchQuery {
  name: string;
  title: string;
  /** Several requests sent in rotation, so that no server answers all from one cached result. */
  inputs: readonly Input[];
  wordings: Partial<Record<Dialect, Wording>> & { graph: Wording };
  /** Extracts the part of an answer that must be equal for all servers; default: the whole answer. */
  compared?: (data: Data) => unknown;
}
