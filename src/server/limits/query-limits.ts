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
  /** Fields at the root that compute much, whatever they give: see {@link isCostly}. */
  readonly costlyRoots: number;
  /** Faults of a document or of its variables that one answer lists. */
  readonly errors: number;
  readonly variableDepth: number;
  readonly variableValues: number;
}

/** Why a request was refused, as metrics count it: the name of the limit, or what else was not in order. */
export type RefusalReason = Exclude<keyof QueryLimits, 'errors'> | 'input' | 'body' | 'charset' | 'rate' | 'untrusted';
