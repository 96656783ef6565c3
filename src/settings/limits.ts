/** Limits on single requests; docs/operations.md tells why each default is what it is. */
import { integer } from './parsers.js';
import { settings } from './setting.js';

/** Limits on a single query. */
export const QUERY_LIMITS = settings({
  LIMIT_TOKENS: {
    default: 2_000,
    parse: integer(100, 100_000),
    description: 'Most tokens (names, marks, values) that a document may have; counted before it is parsed.',
  },
  LIMIT_BRACKETS: {
    default: 100,
    parse: integer(10, 1_000),
    description: 'How deep brackets of all kinds may be nested in a document; counted before it is parsed.',
  },
  LIMIT_DEPTH: {
    default: 12,
    parse: integer(1, 100),
    description: 'How deep fields may be nested in an operation. Introspection is not counted.',
  },
  LIMIT_ALIASES: {
    default: 30,
    parse: integer(0, 10_000),
    description: 'Most aliases in an operation, those of `__typename` and each use of a fragment included.',
  },
  LIMIT_DIRECTIVES: {
    default: 20,
    parse: integer(0, 10_000),
    description: 'Most directives in an operation, each use of a fragment included.',
  },
  LIMIT_ROOT_FIELDS: {
    default: 20,
    parse: integer(1, 1_000),
    description: 'Most fields at the root of an operation.',
  },
  LIMIT_RECURSION: {
    default: 4,
    parse: integer(1, 100),
    description: 'How often one path of an operation may lead through the same field to the same type.',
  },
  LIMIT_PAGE_SIZE: {
    default: 100,
    parse: integer(1, 100),
    description: 'Largest page that `first` and `last` may ask for.',
  },
  LIMIT_CONDITIONS: {
    default: 500,
    parse: integer(1, 100_000),
    description: 'Most conditions in all filters (`where`) of an operation together.',
  },
  LIMIT_COST: {
    default: 10_000,
    parse: integer(1, 100_000_000),
    description: 'Most that an operation may cost, in objects of its largest possible answer.',
  },
  LIMIT_ANSWER_BYTES: {
    default: 10_000_000,
    parse: integer(10_000, 1_000_000_000),
    description:
      'Largest `data` of an answer, in bytes before compression: estimated first, and counted as it is written.',
  },
  LIMIT_ORDER_ENTRIES: {
    default: 8,
    parse: integer(1, 100),
    description: 'Most entries of one `orderBy`, each of which names another field.',
  },
  LIMIT_FILTER_VALUES: {
    default: 2_000,
    parse: integer(1, 100_000),
    description: 'Most values in all `in` and `notIn` of an operation together.',
  },
  LIMIT_COSTLY_ROOTS: {
    default: 5,
    parse: integer(1, 100),
    description: 'Most `path`, `search` and `coverage` at the root of an operation together.',
  },
  LIMIT_ERRORS: {
    default: 4,
    parse: integer(2, 100),
    description: 'Most faults of a document or its variables that one answer lists.',
  },
  LIMIT_VARIABLE_DEPTH: {
    default: 32,
    parse: integer(1, 1_000),
    description: 'How deep objects and lists may be nested in variables.',
  },
  LIMIT_VARIABLE_VALUES: {
    default: 50_000,
    parse: integer(1, 10_000_000),
    description: 'Most values in all variables of a request together.',
  },
});

/** Limits on what a connection may send, and how slowly. */
export const HTTP_LIMITS = settings({
  LIMIT_BODY_BYTES: {
    default: 1_000_000,
    parse: integer(1_000, 100_000_000),
    description: 'Largest body of a request after it was decompressed, in bytes.',
  },
  LIMIT_HEADER_BYTES: {
    default: 16_384,
    parse: integer(1_024, 1_000_000),
    description: 'Most bytes of all headers of a request, its line included.',
  },
  HEADERS_TIMEOUT_MS: {
    default: 10_000,
    parse: integer(100, 600_000),
    description: 'How long a client may take to send the headers of a request, in milliseconds.',
  },
  REQUEST_TIMEOUT_MS: {
    default: 30_000,
    parse: integer(100, 600_000),
    description: 'How long a client may take to send a whole request, in milliseconds.',
  },
  STALL_TIMEOUT_MS: {
    default: 75_000,
    parse: integer(1_000, 3_600_000),
    description:
      'How long nothing may move on a connection while a request is answered or its answer is read, in milliseconds.',
  },
  KEEP_ALIVE_TIMEOUT_MS: {
    default: 72_000,
    parse: integer(0, 3_600_000),
    description:
      'How long an idle connection is kept, in milliseconds; longer than the balancer in front keeps it (often 60 s).',
  },
  MAX_CONNECTIONS_PER_CLIENT: {
    property: 'connectionsPerClient',
    default: 1_000,
    parse: integer(1, 1_000_000),
    description:
      'Most connections that one address (an IPv6 /64) may hold open; those of `TRUST_PROXY` are not counted.',
  },
  LIMIT_UNSENT_BYTES: {
    default: 64_000_000,
    parse: integer(1_000_000, 10_000_000_000),
    description: 'Bytes of answers that wait to be read, of all clients; beyond it those who have most are refused.',
  },
  LIMIT_UNSENT_BYTES_PER_CLIENT: {
    default: 24_000_000,
    parse: integer(10_000, 10_000_000_000),
    description: 'Bytes of answers that wait to be read by one client; beyond it the client is refused with 429.',
  },
  MIN_BYTES_PER_SECOND: {
    property: 'slowestBytesPerSecond',
    default: 1_000,
    parse: integer(0, 10_000_000),
    description:
      'A client that reads its answer or sends its body more slowly is cut off, in bytes a second; 0: nobody is.',
  },
  TRANSFER_WINDOW_MS: {
    property: 'rateWindowMs',
    default: 10_000,
    parse: integer(100, 600_000),
    description: 'The time over which `MIN_BYTES_PER_SECOND` is averaged, in milliseconds.',
  },
});
