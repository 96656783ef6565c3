import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

/** What the tables build on: dates of reduced precision, and the folding of texts for comparison. */
export class Foundations1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;

      CREATE DOMAIN partial_date AS text COLLATE "C"
        CHECK (VALUE ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$');
      COMMENT ON DOMAIN partial_date IS
        'ISO 8601 date of the precision known: 2007, 2007-06 or 2007-06-30. Sorts by the first day that it may mean.';
    `);
    await applyFunctions(runner, 1763900000001, ['fold']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION fold(text);
      DROP DOMAIN partial_date;
      DROP EXTENSION unaccent;
    `);
  }
}
