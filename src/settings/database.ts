/** The database: where it is, how long it may take, and what of it is logged. The table of settings is put together in environment.ts. */
import { resolve } from 'node:path';
import { boolean, databaseUrl, databaseUrls, folder, integer, share, type Setting } from './parsers.js';

export const DATABASE_SETTINGS = {
  DATABASE_URL: {
    fallback: () => undefined,
    default: 'none: the embedded database',
    description:
      'PostgreSQL 15 or newer to use in place of the embedded database: `postgres://user:password@host/name`.',
    parse: databaseUrl,
  },
  DATABASE_LISTEN_URL: {
    fallback: () => undefined,
    default: 'that of `DATABASE_URL`',
    description: 'Direct address of the same database, where `DATABASE_URL` leads through a pooler such as PgBouncer.',
    parse: databaseUrl,
  },
  DATA_DIR: {
    fallback: () => resolve('data'),
    default: './data',
    description: 'Folder where the embedded database lives.',
    parse: folder,
  },
  DATABASE_POOL_SIZE: {
    fallback: () => 10,
    default: '10',
    description: 'Most connections to the database that this process holds open.',
    parse: integer(1, 1_000),
  },
  DATABASE_QUEUE_SIZE: {
    fallback: () => 200,
    default: '200',
    description: 'Most statements that wait for a connection; one more is refused at once.',
    parse: integer(0, 100_000),
  },
  DATABASE_CLIENT_SHARE: {
    fallback: () => 0.5,
    default: '0.5',
    description:
      'Share of `DATABASE_POOL_SIZE` that one client may hold while nobody else holds any; less as others do; 1: all.',
    parse: share,
  },
  DATABASE_CONNECT_TIMEOUT_MS: {
    fallback: () => 2_000,
    default: '2000',
    description: 'Longest time that a statement may wait for a connection, in milliseconds.',
    parse: integer(1, 600_000),
  },
  STATEMENT_TIMEOUT_MS: {
    fallback: () => 5_000,
    default: '5000',
    description: 'Longest time that one SQL statement of a request may take, in milliseconds.',
    parse: integer(1, 3_600_000),
  },
  LOCK_TIMEOUT_MS: {
    fallback: () => 2_000,
    default: '2000',
    description: 'Longest time that a statement of a request may wait for a lock, in milliseconds.',
    parse: integer(1, 3_600_000),
  },
  MIGRATION_WAIT_MS: {
    fallback: () => 300_000,
    default: '300000',
    description: 'Longest time that a process waits at start while another changes the schema, in milliseconds.',
    parse: integer(0, 86_400_000),
  },
  DATABASE_REPLICA_URLS: {
    fallback: () => [],
    default: 'none: all reads go to the primary',
    description: 'Streaming replicas of the database that answer reads, as URLs separated by commas.',
    parse: databaseUrls,
  },
  REPLICA_MAX_LAG_MS: {
    fallback: () => 2_000,
    default: '2000',
    description: 'A replica whose data may be older than this is not asked, in milliseconds.',
    parse: integer(500, 3_600_000),
  },
  SLOW_STATEMENT_MS: {
    fallback: () => 500,
    default: '500',
    description: 'SQL statements that take this long, in milliseconds, are logged.',
    parse: integer(0, 3_600_000),
  },
  SLOW_STATEMENT_PLAN: {
    fallback: () => false,
    default: 'false',
    description: 'Whether they are logged with their plan (`EXPLAIN`, each statement once a minute at most).',
    parse: boolean,
  },
} satisfies Record<string, Setting<unknown>>;
