import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

/** Servers keep the reference tables in memory and are told here that they changed. */
export class CatalogueChanged1763900000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await applyFunctions(runner, 1763900000019, ['notify_catalogue_changed']);
    await runner.query(`
      CREATE TRIGGER country_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON country
        FOR EACH STATEMENT EXECUTE FUNCTION notify_catalogue_changed();
      CREATE TRIGGER office_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON office
        FOR EACH STATEMENT EXECUTE FUNCTION notify_catalogue_changed();
      CREATE TRIGGER office_predecessor_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON office_predecessor
        FOR EACH STATEMENT EXECUTE FUNCTION notify_catalogue_changed();
      CREATE TRIGGER field_of_work_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON field_of_work
        FOR EACH STATEMENT EXECUTE FUNCTION notify_catalogue_changed();
      CREATE TRIGGER event_series_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON event_series
        FOR EACH STATEMENT EXECUTE FUNCTION notify_catalogue_changed();
      CREATE TRIGGER chairpersonship_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON chairpersonship
        FOR EACH STATEMENT EXECUTE FUNCTION notify_catalogue_changed();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER chairpersonship_changed ON chairpersonship;
      DROP TRIGGER event_series_changed ON event_series;
      DROP TRIGGER field_of_work_changed ON field_of_work;
      DROP TRIGGER office_predecessor_changed ON office_predecessor;
      DROP TRIGGER office_changed ON office;
      DROP TRIGGER country_changed ON country;
      DROP FUNCTION notify_catalogue_changed();
    `);
  }
}
