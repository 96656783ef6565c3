/**
 * The limits that an operator can set: their variables, defaults and bounds. `environment.ts` reads them; docs/operations.md
 * tells why each default is what it is.
 */

interface Limit {
  /** The variable of the environment. */
  readonly name: string;
  readonly default: number;
  readonly least: number;
  readonly most: number;
  readonly description: string;
}

/** Limits on a single query. */
const QUERY_LIMITS = {
  tokens: {
    name: 'LIMIT_TOKENS',
    default: 2_000,
    least: 100,
    most: 100_000,
    description: 'Most tokens (names, marks, values) that a document may have; counted before it is parsed.',
  },
  brackets: {
    name: 'LIMIT_BRACKETS',
    default: 100,
    least: 10,
    most: 1_000,
    description: 'How deep brackets of all kinds may be nested in a document; counted before it is parsed.',
  },
  depth: {
    name: 'LIMIT_DEPTH',
    default: 12,
    least: 1,
    most: 100,
    description: 'How deep fields may be nested in an operation. Introspection is not counted.',
  },
  aliases: {
    name: 'LIMIT_ALIASES',
    default: 30,
    least: 0,
    most: 10_000,
    description: 'Most aliases in an operation, those of `__typename` and each use of a fragment included.',
  },
  directives: {
    name: 'LIMIT_DIRECTIVES',
    default: 20,
    least: 0,
    most: 10_000,
    description: 'Most directives in an operation, each use of a fragment included.',
  },
  rootFields: {
    name: 'LIMIT_ROOT_FIELDS',
    default: 20,
    least: 1,
    most: 1_000,
    description: 'Most fields at the root of an operation.',
  },
  recursion: {
    name: 'LIMIT_RECURSION',
    default: 4,
    least: 1,
    most: 100,
    description: 'How often one path of an operation may lead through the same field to the same type.',
  },
  pageSize: {
    name: 'LIMIT_PAGE_SIZE',
    default: 100,
    least: 1,
    most: 100,
    description: 'Largest page that `first` and `last` may ask for.',
  },
  conditions: {
    name: 'LIMIT_CONDITIONS',
    default: 500,
    least: 1,
    most: 100_000,
    description: 'Most conditions in all filters (`where`) of an operation together.',
  },
  cost: {
    name: 'LIMIT_COST',
    default: 10_000,
    least: 1,
    most: 100_000_000,
    description: 'Most that an operation may cost, in objects of its largest possible answer.',
  },
  answerBytes: {
    name: 'LIMIT_ANSWER_BYTES',
    default: 10_000_000,
    least: 10_000,
    most: 1_000_000_000,
    description:
      'Largest `data` of an answer, in bytes before compression: estimated first, and counted as it is written.',
  },
  orderEntries: {
    name: 'LIMIT_ORDER_ENTRIES',
    default: 8,
    least: 1,
    most: 100,
    description: 'Most entries of one `orderBy`, each of which names another field.',
  },
  filterValues: {
    name: 'LIMIT_FILTER_VALUES',
    default: 2_000,
    least: 1,
    most: 100_000,
    description: 'Most values in all `in` and `notIn` of an operation together.',
  },
  costlyRoots: {
    name: 'LIMIT_COSTLY_ROOTS',
    default: 5,
    least: 1,
    most: 100,
    description: 'Most `path`, `search` and `coverage` at the root of an operation together.',
  },
  errors: {
    name: 'LIMIT_ERRORS',
    default: 4,
    least: 2,
    most: 100,
    description: 'Most faults of a document or its variables that one answer lists.',
  },
  variableDepth: {
    name: 'LIMIT_VARIABLE_DEPTH',
    default: 32,
    least: 1,
    most: 1_000,
    description: 'How deep objects and lists may be nested in variables.',
  },
  variableValues: {
    name: 'LIMIT_VARIABLE_VALUES',
    default: 50_000,
    least: 1,
    most: 10_000_000,
    description: 'Most values in all variables of a request together.',
  },
} as const satisfies Record<string, Limit>;

/** Limits on what a connection may send, and how slowly. */
const HTTP_LIMITS = {
  bodyBytes: {
    name: 'LIMIT_BODY_BYTES',
    default: 1_000_000,
    least: 1_000,
    most: 100_000_000,
    description: 'Largest body of a request after it was decompressed, in bytes.',
  },
  headerBytes: {
    name: 'LIMIT_HEADER_BYTES',
    default: 16_384,
    least: 1_024,
    most: 1_000_000,
    description: 'Most bytes of all headers of a request, its line included.',
  },
  headersTimeoutMs: {
    name: 'HEADERS_TIMEOUT_MS',
    default: 10_000,
    least: 100,
    most: 600_000,
    description: 'How long a client may take to send the headers of a request, in milliseconds.',
  },
  requestTimeoutMs: {
    name: 'REQUEST_TIMEOUT_MS',
    default: 30_000,
    least: 100,
    most: 600_000,
    description: 'How long a client may take to send a whole request, in milliseconds.',
  },
  stallTimeoutMs: {
    name: 'STALL_TIMEOUT_MS',
    default: 75_000,
    least: 1_000,
    most: 3_600_000,
    description:
      'How long nothing may move on a connection while a request is answered or its answer is read, in milliseconds.',
  },
  keepAliveTimeoutMs: {
    name: 'KEEP_ALIVE_TIMEOUT_MS',
    default: 72_000,
    least: 0,
    most: 3_600_000,
    description:
      'How long an idle connection is kept, in milliseconds; longer than the balancer in front keeps it (often 60 s).',
  },
  connectionsPerClient: {
    name: 'MAX_CONNECTIONS_PER_CLIENT',
    default: 1_000,
    least: 1,
    most: 1_000_000,
    description:
      'Most connections that one address (an IPv6 /64) may hold open; those of `TRUST_PROXY` are not counted.',
  },
  unsentBytes: {
    name: 'LIMIT_UNSENT_BYTES',
    default: 64_000_000,
    least: 1_000_000,
    most: 10_000_000_000,
    description: 'Bytes of answers that wait to be read, of all clients; beyond it those who have most are refused.',
  },
  unsentBytesPerClient: {
    name: 'LIMIT_UNSENT_BYTES_PER_CLIENT',
    default: 24_000_000,
    least: 10_000,
    most: 10_000_000_000,
    description: 'Bytes of answers that wait to be read by one client; beyond it the client is refused with 429.',
  },
  slowestBytesPerSecond: {
    name: 'MIN_BYTES_PER_SECOND',
    default: 1_000,
    least: 0,
    most: 10_000_000,
    description:
      'A client that reads its answer or sends its body more slowly is cut off, in bytes a second; 0: nobody is.',
  },
  rateWindowMs: {
    name: 'TRANSFER_WINDOW_MS',
    default: 10_000,
    least: 100,
    most: 600_000,
    description: 'The time over which `MIN_BYTES_PER_SECOND` is averaged, in milliseconds.',
  },
} as const satisfies Record<string, Limit>;

/** A number for each limit. */
type Numbers<Limits> = { readonly [Name in keyof Limits]: number };
export type QueryLimits = Numbers<typeof QUERY_LIMITS>;
export type HttpLimits = Numbers<typeof HTTP_LIMITS>;

/** All limits, for the table of settings. */
export const LIMITS: readonly Limit[] = [...Object.values(QUERY_LIMITS), ...Object.values(HTTP_LIMITS)];

/** Reads each limit with the function that is given. */
export const queryLimits = (read: (limit: Limit) => number): QueryLimits => numbers(QUERY_LIMITS, read);
export const httpLimits = (read: (limit: Limit) => number): HttpLimits => numbers(HTTP_LIMITS, read);

function numbers<Limits extends Record<string, Limit>>(
  limits: Limits,
  read: (limit: Limit) => number,
): Numbers<Limits> {
  return Object.freeze(
    Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, read(limit)])),
  ) as Numbers<Limits>;
}
