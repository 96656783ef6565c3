import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

/** The tables whose rows are searched, and the kind of node that each holds. */
const searched = [
  ['country', 'Country'],
  ['office', 'Office'],
  ['field_of_work', 'FieldOfWork'],
  ['event_series', 'EventSeries'],
  ['event', 'Event'],
  ['project', 'Project'],
  ['news_item', 'NewsItem'],
] as const;

/** The links of which news items hold the ids of the far side as an array, and the column that holds it. */
const links = [
  ['news_item_office', 'office_ids'],
  ['news_item_field_of_work', 'field_of_work_ids'],
  ['news_item_country', 'country_ids'],
] as const;

/**
 * TRUNCATE fires no trigger of rows. What is derived from a table (search rows, bitmaps, id arrays) is emptied with it:
 * otherwise counts stay as they were, and the places of the bitmaps are taken when the same items come again.
 */
export class TruncateNoticed1763900000080 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await applyFunctions(runner, 1763900000080, ['make_all_unsearchable', 'clear_bits', 'clear_ids_of_links']);
    await runner.query(`
      CREATE TRIGGER news_item_bits_truncate AFTER TRUNCATE ON news_item
        FOR EACH STATEMENT EXECUTE FUNCTION clear_bits();
    `);
    for (const [table, kind] of searched) {
      await runner.query(`
        CREATE TRIGGER ${table}_searchable_truncate AFTER TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION make_all_unsearchable('${kind}');`);
    }
    for (const [table, column] of links) {
      await runner.query(`
        CREATE TRIGGER ${table}_ids_truncate AFTER TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION clear_ids_of_links('${column}');`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of links) await runner.query(`DROP TRIGGER ${table}_ids_truncate ON ${table};`);
    for (const [table] of searched) await runner.query(`DROP TRIGGER ${table}_searchable_truncate ON ${table};`);
    await runner.query(`
      DROP TRIGGER news_item_bits_truncate ON news_item;
      DROP FUNCTION clear_ids_of_links();
      DROP FUNCTION clear_bits();
      DROP FUNCTION make_all_unsearchable();
    `);
  }
}
