/** TypeORM's side of the database: entities, migrations and writes. Reads of the API go through {@link Database}. */
import { join } from 'node:path';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { SnakeCaseNaming } from './naming.js';

/** From `dist/store` the compiled migrations, from `src/store` (in tests) the sources. */
const migrationsFolder = __dirname.endsWith(join('dist', 'store'))
  ? join(__dirname, '../migrations')
  : join(__dirname, '../../migrations');

/** The key of the advisory lock under which migrations run: any number that nothing else uses. */
const migrationLock = 7_051_975;

/** The data source for a database and the tables of the slices. Not yet connected. */
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
    applicationName: 'osce-content-graph',
    extra: { max: 4, connectionTimeoutMillis: 5_000 },
  });
}

/**
 * Brings the schema up to date. Several processes may do so at once: one works, the others wait and find it done.
 * @returns the names of the migrations that were run
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    try {
      const done = await dataSource.runMigrations({ transaction: 'each' });
      return done.map(({ name }) => name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
    }
  } finally {
    await runner.release();
  }
}
