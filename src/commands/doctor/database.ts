/** Checks of the database. */
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
import { seedDataIn } from '../../ingest/seed-data.js';
import { failed, skipped, warning, type Check } from './finding.js';

const failing = ({ found, lacks }: Compatibility) => (lacks ? failed(lacks) : found);

const listOf = async (source: DataSource, statement: string) =>
  (await source.query<{ name: string }[]>(statement)).map(({ name }) => name);

/** Checks that do not depend on the content. */
export const databaseChecks = (source: DataSource, environment: Environment): Check[] => [
  {
    rule: `PostgreSQL ${oldestVersion} or later`,
    look: async () => failing(await versionOf(source)),
  },
  {
    rule: 'the encoding is UTF-8',
    look: async () => failing(await encodingOf(source)),
  },
  {
    rule: 'letters of all scripts are lower-cased',
    look: async () => {
      if ((await encodingOf(source)).lacks) return skipped('the encoding is not UTF-8');
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
        : failed(`it lacks ${missing.length} migrations, ${missing[0]} first: run "npx osce-graph migrate"`);
    },
  },
  {
    rule: 'all indexes are valid',
    look: async () => {
      const invalid = await listOf(
        source,
        'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT (indisvalid AND indisready)',
      );
      return invalid.length === 0 ? '' : failed(`${invalid.join(', ')}: rebuild with REINDEX INDEX CONCURRENTLY`);
    },
  },
  {
    rule: 'all large tables have statistics',
    look: async () => {
      const bare = await listOf(
        source,
        `SELECT c.relname AS name FROM pg_class c
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relpages > 100
           AND NOT EXISTS (SELECT FROM pg_stats s WHERE s.schemaname = 'public' AND s.tablename = c.relname)`,
      );
      return bare.length === 0
        ? ''
        : warning(`no statistics for ${bare.join(', ')}: run ANALYZE, or plans may be poor`);
    },
  },
  {
    rule: 'max_connections is sufficient',
    look: async () => {
      const most = Number(await setting(source, 'max_connections'));
      // Besides the pool: four for writing, and one each to listen, cancel and probe.
      const ours = environment.databasePoolSize + 4 + 3;
      const detail = `up to ${ours} for one process, of ${most}`;
      return ours <= most / 2 ? detail : warning(`${detail}: lower DATABASE_POOL_SIZE, or raise max_connections`);
    },
  },
  {
    rule: 'the database is writable',
    look: async () =>
      (await setting(source, 'transaction_read_only')) === 'off'
        ? ''
        : warning('the database is read-only: imports will fail'),
  },
];

/** A migrated database has no content before the first start or import. */
export const seedDataCheck = (source: DataSource): Check => ({
  rule: 'the seed data is loaded',
  look: async () => {
    const state = await seedDataState(source);
    if (state === undefined) return skipped('the schema is not up to date');
    const words = { loaded: '', outdated: 'it is from another version', none: 'it is not' }[state];
    return state === 'loaded' ? '' : warning(`${words}: the next start or import loads it`);
  },
});

/** Undefined: the schema has no place for it yet. */
export async function seedDataState(source: DataSource) {
  const [table] = await source.query<{ exists: boolean }[]>(
    `SELECT to_regclass('loaded_content') IS NOT NULL AS exists`,
  );
  return table!.exists ? seedDataIn(source.manager) : undefined;
}

/** Time limit for comparing one kind of derived data, in milliseconds. */
const comparisonMs = 20_000;

/** Compares derived data with its source tables. */
export const derivedChecks = (source: DataSource): Check[] =>
  derivedData().map((derived) => ({
    rule: `${derived.name} agree with their source`,
    look: async () => {
      try {
        const { count, examples } = await source.transaction(async (manager) => {
          await manager.query(`SET LOCAL statement_timeout = ${comparisonMs}`);
          return differenceOf(manager, derived);
        });
        return count === 0
          ? ''
          : failed(`${count} differ, such as ${examples.join(', ')}: run "npx osce-graph rebuild"`);
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === '57014') return skipped(`not compared within ${comparisonMs / 1_000} s`);
        throw error;
      }
    },
  }));

/** Checks of the read path of the server. */
export const readingChecks = (database: Database, environment: Environment): Check[] => [
  {
    rule: 'the database answers quickly',
    look: async () => {
      const times: number[] = [];
      for (let i = 0; i < 5; i += 1) {
        const start = performance.now();
        await database.ping();
        times.push(performance.now() - start);
      }
      const median = times.sort((a, b) => a - b)[2]!;
      const detail = `${median.toFixed(1)} ms for an empty statement`;
      return median < 20 ? detail : warning(`${detail}: is the database remote or overloaded?`);
    },
  },
  {
    rule: 'statements have time limits',
    look: async () => {
      const [limits] = await database.rows<{ statement: string; lock: string }>(
        sql`SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`,
      );
      const detail = `statements ${limits!.statement}, locks ${limits!.lock}`;
      return limits!.statement === '0' || limits!.lock === '0'
        ? failed(`${detail}: something between the server and PostgreSQL drops connection settings`)
        : detail;
    },
  },
  {
    rule: 'replicas are within the lag limit',
    look: async () => {
      if (environment.databaseReplicaUrls.length === 0) return skipped('no replicas are configured');
      await delay(1_000);
      const { replicas } = database.status;
      const detail = replicas.map(({ title, lagMs }) => `${title}: ${Math.round(lagMs)} ms`).join(', ');
      return replicas.every(({ isUsed }) => isUsed) ? detail : failed(`${detail}: some are not used`);
    },
  },
];
