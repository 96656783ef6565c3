/** What a query of the benchmark is: one question, asked of each kind of server in its own words. */
import type { Places } from './facts';

/** What a request asks for, in words that fit every server; which of these are set depends on the query. */
export interface Input {
  slug?: string;
  isoCode?: string;
  since?: string;
  fieldOfWork?: string;
  isoCodes?: readonly string[];
  words?: string;
  ids?: readonly string[];
  /** Rows of the list of all news, latest first, after which pages begin. */
  places?: Places;
}

/**
 * The ways in which servers want to be asked. `graph` is the product, `plain` are the servers that were written for this
 * benchmark with a GraphQL schema of their own.
 */
export type Dialect = 'graph' | 'plain' | 'postgraphile';

/** Sends a document and gives its data; throws what came instead. */
export type Ask = (document: string, variables?: object) => Promise<Data>;
/** The data of servers with different schemas: each query knows the shape of its own. */
export type Data = any;

export interface Wording {
  document: string;
  /** The variables of a request; by default none. May ask the server, for cursors. */
  variables?: (input: Input, ask: Ask, total: number) => object | Promise<object>;
  /** Converts the data to the shape of the product's answers; by default it has that shape. */
  answer?: (data: Data) => Data;
}

export interface BenchQuery {
  name: string;
  title: string;
  /** Several requests sent in rotation, so that no server answers all from one cached result. */
  inputs: readonly Input[];
  wordings: Partial<Record<Dialect, Wording>> & { graph: Wording };
  /** Makes what must be equal of answers that may differ, where the question leaves something open. */
  compared?: (data: Data) => unknown;
}
