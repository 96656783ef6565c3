/** The embedded database: a real PostgreSQL in a folder. Start reading at embedded-database.ts. */
export {
  openEmbeddedDatabase,
  stopAbandonedDatabase,
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
  type Role,
} from './embedded-database.js';
export * from './errors.js';
export { DatabaseLostError } from './supervisor.js';
