/** Where the database is, how long it may take, and what is logged of it. The URLs may hold passwords: never log them. */
import { resolve } from 'node:path';
import { boolean, databaseUrl, databaseUrls, folder, integer, share } from './parsers.js';
import { settings } from './setting.js';

export const DATABASE_SETTINGS = settings({
  DATABASE_URL: {
    default: undefined,
    defaultText: 'none: the embedded database',
    parse: databaseUrl,
    description:
      'PostgreSQL 15 or newer to use in place of the embedded database: `postgres://user:password@host/name`.',
  },
  /** For what needs a session of its own: listening, cancelling, migrations. */
  DATABASE_LISTEN_URL: {
    default: undefined,
    defaultText: 'that of `DATABASE_URL`',
    parse: databaseUrl,
    description: 'Direct address of the same database, where `DATABASE_URL` leads through a pooler such as PgBouncer.',
  },
  DATA_DIR: {
    default: resolve('data'),
    defaultText: './data',
    parse: folder,
    description: 'Folder where the embedded database lives.',
  },
  DATABASE_POOL_SIZE: {
    default: 10,
    parse: integer(1, 1_000),
    description: 'Most connections to the database that this process holds open.',
  },
  DATABASE_QUEUE_SIZE: {
    default: 200,
    parse: integer(0, 100_000),
    description: 'Most statements that wait for a connection; one more is refused at once.',
  },
  DATABASE_CLIENT_SHARE: {
    default: 0.5,
    parse: share,
    description:
      'Share of `DATABASE_POOL_SIZE` that one client may hold while nobody else holds any; less as others do; 1: all.',
  },
  DATABASE_CONNECT_TIMEOUT_MS: {
    default: 2_000,
    parse: integer(1, 600_000),
    description: 'Longest time that a statement may wait for a connection, in milliseconds.',
  },
  STATEMENT_TIMEOUT_MS: {
    default: 5_000,
    parse: integer(1, 3_600_000),
    description: 'Longest time that one SQL statement of a request may take, in milliseconds.',
  },
  LOCK_TIMEOUT_MS: {
    default: 2_000,
    parse: integer(1, 3_600_000),
    description: 'Longest time that a statement of a request may wait for a lock, in milliseconds.',
  },
  MIGRATION_WAIT_MS: {
    default: 300_000,
    parse: integer(0, 86_400_000),
    description: 'Longest time that a process waits at start while another changes the schema, in milliseconds.',
  },
  DATABASE_REPLICA_URLS: {
    default: [],
    defaultText: 'none: all reads go to the primary',
    parse: databaseUrls,
    description: 'Streaming replicas of the database that answer reads, as URLs separated by commas.',
  },
  REPLICA_MAX_LAG_MS: {
    default: 2_000,
    parse: integer(500, 3_600_000),
    description: 'A replica whose data may be older than this is not asked, in milliseconds.',
  },
  SLOW_STATEMENT_MS: {
    default: 500,
    parse: integer(0, 3_600_000),
    description: 'SQL statements that take this long, in milliseconds, are logged.',
  },
  SLOW_STATEMENT_PLAN: {
    default: false,
    parse: boolean,
    description: 'Whether they are logged with their plan (`EXPLAIN`, each statement once a minute at most).',
  },
});
