/** How much the process takes on, and how it stops. */
import { integer, share } from './parsers.js';
import { settings } from './setting.js';

export const LOAD_SETTINGS = settings({
  MAX_CONCURRENT_REQUESTS: {
    default: 32,
    parse: integer(1, 100_000),
    description: 'Most GraphQL requests that are worked on at once; others queue.',
  },
  CLIENT_SHARE: {
    default: 0.5,
    parse: share,
    description:
      'Share of `MAX_CONCURRENT_REQUESTS` that one client may hold while nobody else holds any; less as others do; 1: all.',
  },
  HEAVY_CLIENT_PLACES: {
    default: 2,
    parse: integer(1, 100_000),
    description: 'Requests of clients that took much lately that are worked on at once while other clients ask.',
  },
  MAX_QUEUED_REQUESTS: {
    default: 400,
    parse: integer(0, 100_000),
    description: 'Most GraphQL requests in the queue; one more is refused with 503.',
  },
  QUEUE_TIMEOUT_MS: {
    default: 2_000,
    parse: integer(1, 600_000),
    description: 'Longest time in the queue, in milliseconds; after it a request is refused with 503.',
  },
  REFUSAL_DELAY_MS: {
    default: 1_000,
    parse: integer(0, 60_000),
    description:
      'How long a refusal of a request that has not waited is held back, in milliseconds, and up to five times as long if many are; it keeps clients from asking again at once.',
  },
  EVENT_LOOP_LIMIT_MS: {
    default: 1_000,
    parse: integer(10, 600_000),
    description:
      'If the event loop of the process is later than this, in milliseconds, GraphQL requests are refused with 503.',
  },
  SHUTDOWN_DELAY_MS: {
    default: 0,
    inProduction: 5_000,
    parse: integer(0, 600_000),
    description:
      'How long a process that is told to stop goes on answering while `/readyz` already says 503, in milliseconds.',
  },
  SHUTDOWN_GRACE_MS: {
    default: 10_000,
    parse: integer(0, 600_000),
    description: 'How long requests in progress may take to end when the process is told to stop, in milliseconds.',
  },
});
