/** TypeORM's side of the database: entities, migrations and writes. Reads of the API go through {@link Database}. */
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { applicationName, beginSession } from './connection-settings.js';
import { SnakeCaseNaming } from './naming.js';
import { withLock, type LockOptions } from './advisory-lock.js';

/** The compiled migrations when run from `dist/database`, the sources when run from `src/database` (tests). */
const migrationsFolder = __dirname.endsWith(join('dist', 'database'))
  ? join(__dirname, '../migrations')
  : join(__dirname, '../../migrations');

/**
 * Writers wait for one another and read files between statements, but never without a limit. They override the limits of
 * the role, which may suit readers: building an index or importing takes longer. In milliseconds; 0 means no limit.
 */
const writingLimits = {
  statement_timeout: 3_600_000,
  lock_timeout: 60_000,
  idle_in_transaction_session_timeout: 600_000,
  idle_session_timeout: 0,
  transaction_timeout: 0,
};

/** Creates the data source for a database and the tables of the slices, without connecting. */
export function createDataSource(url: string, entities: readonly EntityTarget<ObjectLiteral>[]): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [...entities] as never[],
    migrations: [join(migrationsFolder, '*-*.{js,ts}')],
    migrationsTableName: 'schema_migration',
    namingStrategy: new SnakeCaseNaming(),
    synchronize: false,
    installExtensions: false,
    applicationName,
    extra: {
      max: 4,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      onConnect: (client: ClientBase) => beginSession(client, 5_000, writingLimits),
    },
  });
}

/**
 * Migrates the schema. Concurrent calls are safe: one process migrates, the others wait and find it done.
 * Only reads a database that is up to date, so that a server can start on a read-only one.
 * @returns the names of the migrations that ran
 * @throws {LockTimeoutError} if another process still holds the lock after `waitMs`
 */
export async function migrate(dataSource: DataSource, turn: LockOptions = {}): Promise<string[]> {
  return withLock(dataSource, turn, async () => {
    // TypeORM does not see a table that this role may not read, and would create it again.
    if ((await missingMigrations(dataSource)).length === 0) return [];
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  });
}

/** Returns the migrations that the database lacks. The database may be newer than this program. */
export async function missingMigrations(dataSource: DataSource): Promise<string[]> {
  const [table] = await dataSource.query<{ exists: boolean }[]>(
    `SELECT to_regclass('schema_migration') IS NOT NULL AS exists`,
  );
  const run = table?.exists ? await dataSource.query<{ name: string }[]>('SELECT name FROM schema_migration') : [];
  const names = new Set(run.map(({ name }) => name));
  return dataSource.migrations
    .map(({ name, constructor }) => name ?? constructor.name)
    .filter((name) => !names.has(name));
}
