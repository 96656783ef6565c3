/** The limits on a single query, each a setting of the environment. */
export interface QueryLimits {
  readonly tokens: number;
  readonly brackets: number;
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
  readonly recursion: number;
  readonly pageSize: number;
  readonly conditions: number;
  readonly cost: number;
  /** Bytes of the `data` of an answer, before compression. */
  readonly answerBytes: number;
  /** Entries of one `orderBy`. */
  readonly orderEntries: number;
  /** Values in all `in` and `notIn` together. */
  readonly filterValues: number;
  /** Root fields that are expensive to compute, whatever they return: see {@link isCostly}. */
  readonly costlyRoots: number;
  /** Errors of a document or its variables listed in one answer. */
  readonly errors: number;
  readonly variableDepth: number;
  readonly variableValues: number;
}

/** Why a request was rejected, as counted in metrics: the name of the limit, or another reason. */
export type RefusalReason = Exclude<keyof QueryLimits, 'errors'> | 'input' | 'body' | 'charset' | 'rate' | 'untrusted';
