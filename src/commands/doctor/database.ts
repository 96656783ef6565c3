/** Whether the database is fit to serve. */
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Environment } from '../../settings/environment.js';
import { missingMigrations } from '../../database/data-source.js';
import type { Database } from '../../database/database.js';
import {
  encodingOf,
  lettersOf,
  oldestVersion,
  setting,
  versionOf,
  type Compatibility,
} from '../../database/compatibility.js';
import { sql } from '../../graph/sql.js';
import { derivedData } from '../../ingest/derived/derived-data.js';
import { differenceOf } from '../../ingest/derived/rebuild.js';
import { failed, skipped, warning, type Check } from './finding.js';

const failing = ({ found, lacks }: Compatibility) => (lacks ? failed(lacks) : found);

const listOf = async (source: DataSource, statement: string) =>
  (await source.query<{ name: string }[]>(statement)).map(({ name }) => name);

/** What can be said of a database whatever is in it. */
export const databaseChecks = (source: DataSource, environment: Environment): Check[] => [
  {
    rule: `PostgreSQL ${oldestVersion} or later`,
    look: async () => failing(await versionOf(source)),
  },
  {
    rule: 'texts are UTF-8',
    look: async () => failing(await encodingOf(source)),
  },
  {
    rule: 'capitals of all scripts are known',
    look: async () => {
      if ((await encodingOf(source)).lacks) return skipped('there are not even their letters');
      const { lacks } = await lettersOf(source);
      return lacks ? warning(lacks) : '';
    },
  },
  {
    rule: 'the schema is up to date',
    look: async () => {
      const missing = await missingMigrations(source);
      return missing.length === 0
        ? ''
        : failed(`it lacks ${missing.length} migrations, ${missing[0]} first: run "npm run migrate"`);
    },
  },
  {
    rule: 'all indexes are valid',
    look: async () => {
      const invalid = await listOf(
        source,
        'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT (indisvalid AND indisready)',
      );
      return invalid.length === 0 ? '' : failed(`${invalid.join(', ')}: REINDEX INDEX CONCURRENTLY mends them`);
    },
  },
  {
    rule: 'statistics are there',
    look: async () => {
      const bare = await listOf(
        source,
        `SELECT c.relname AS name FROM pg_class c
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relpages > 100
           AND NOT EXISTS (SELECT FROM pg_stats s WHERE s.schemaname = 'public' AND s.tablename = c.relname)`,
      );
      return bare.length === 0 ? '' : warning(`ANALYZE has not seen ${bare.join(', ')}: plans may be bad`);
    },
  },
  {
    rule: 'it has connections enough for us',
    look: async () => {
      const most = Number(await setting(source, 'max_connections'));
      // Besides the pool: those for writing, one to listen, one to cancel, one to probe.
      const ours = environment.databasePoolSize + 4 + 3;
      const told = `${ours} at most for one process, of ${most}`;
      return ours <= most / 2 ? told : warning(`${told}: lower DATABASE_POOL_SIZE, or raise max_connections`);
    },
  },
  {
    rule: 'it takes writes',
    look: async () =>
      (await setting(source, 'transaction_read_only')) === 'off' ? '' : warning('it is read-only: imports will fail'),
  },
];

/** Longest time that the comparison of one kind of derived data may take, in milliseconds. */
const comparisonMs = 20_000;

/** Whether what is derived agrees with the tables that it is made of. */
export const derivedChecks = (source: DataSource): Check[] =>
  derivedData().map((derived) => ({
    rule: `${derived.name} agree with their source`,
    look: async () => {
      try {
        const { count, examples } = await source.transaction(async (manager) => {
          await manager.query(`SET LOCAL statement_timeout = ${comparisonMs}`);
          return differenceOf(manager, derived);
        });
        return count === 0 ? '' : failed(`${count} differ, such as ${examples.join(', ')}: run "npm run rebuild"`);
      } catch (fault) {
        const { code } = fault as { code?: string };
        if (code === '57014') return skipped(`not compared within ${comparisonMs / 1_000} s`);
        throw fault;
      }
    },
  }));

/** What can be said of it by the read path of the server. */
export const readingChecks = (database: Database, environment: Environment): Check[] => [
  {
    rule: 'it answers soon',
    look: async () => {
      const times: number[] = [];
      for (let i = 0; i < 5; i += 1) {
        const start = performance.now();
        await database.ping();
        times.push(performance.now() - start);
      }
      const median = times.sort((a, b) => a - b)[2]!;
      const told = `${median.toFixed(1)} ms for an empty statement`;
      return median < 20 ? told : warning(`${told}: is it far away, or busy?`);
    },
  },
  {
    rule: 'statements have time limits',
    look: async () => {
      const [limits] = await database.rows<{ statement: string; lock: string }>(
        sql`SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`,
      );
      const told = `statements ${limits!.statement}, locks ${limits!.lock}`;
      return limits!.statement === '0' || limits!.lock === '0'
        ? failed(`${told}: something between us and PostgreSQL drops the settings of connections`)
        : told;
    },
  },
  {
    rule: 'replicas are near enough',
    look: async () => {
      if (environment.databaseReplicaUrls.length === 0) return skipped('there are none');
      await delay(1_000);
      const { replicas } = database.status;
      const told = replicas.map(({ title, lagMs }) => `${title}: ${Math.round(lagMs)} ms`).join(', ');
      return replicas.every(({ isUsed }) => isUsed) ? told : failed(`${told}: some are not asked`);
    },
  },
];
