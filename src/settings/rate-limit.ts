/** How much one client may ask for, and what it is charged. */
import { integer, redisUrl } from './parsers.js';
import { settings } from './setting.js';

export const RATE_LIMIT_SETTINGS = settings({
  RATE_LIMIT: {
    property: 'perMinute',
    default: 1_000_000,
    inProduction: 60_000,
    parse: integer(0, 1_000_000_000),
    description: 'Units of cost that one client may ask for in a minute; 0 for no limit.',
  },
  RATE_LIMIT_BURST: {
    property: 'burst',
    default: 2_000_000,
    inProduction: 120_000,
    parse: integer(0, 1_000_000_000),
    description: 'Units of cost beyond that which one client may ask for in ten minutes.',
  },
});

/** What a request is charged for what it took, in units of cost. */
export const COST_WEIGHTS = settings({
  COST_DATABASE_MS: {
    default: 1,
    parse: integer(0, 1_000),
    description: 'Units of cost that a millisecond of a statement in the database is worth; 0 for none.',
  },
  COST_EVENT_LOOP_MS: {
    default: 2,
    parse: integer(0, 1_000),
    description: 'Units of cost that a millisecond of the event loop is worth; 0 for none.',
  },
  COST_SENT_10_KB: {
    default: 1,
    parse: integer(0, 1_000),
    description: 'Units of cost that 10,000 bytes of an answer are worth; 0 for none.',
  },
});

export const RATE_LIMIT_STORE = settings({
  /** May hold a password: never log it. */
  REDIS_URL: {
    default: undefined,
    defaultText: 'none: each process counts by itself',
    parse: redisUrl,
    description:
      'Redis in which several processes count together what clients ask for: `redis://user:password@host:6379`.',
  },
});
