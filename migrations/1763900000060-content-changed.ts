import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

const functions = ['notify_content_changed', 'content_changed', 'news_item_state', 'news_item_content_changed'];

/** By table: the kind of node that its rows are or belong to, the column with the id of the node, and of its related node. */
const watched = [
  ['event', 'Event', 'id', ''],
  ['event_field_of_work', 'Event', 'event_id', ''],
  ['project', 'Project', 'id', ''],
  ['project_supporter', 'Project', 'project_id', ''],
  ['news_item_office', 'NewsItem', 'news_item_id', 'office_id'],
  ['news_item_field_of_work', 'NewsItem', 'news_item_id', 'field_of_work_id'],
  ['news_item_country', 'NewsItem', 'news_item_id', 'country_id'],
  ['news_item_project', 'NewsItem', 'news_item_id', 'project_id'],
  ['news_item_event', 'NewsItem', 'news_item_id', 'event_id'],
  ['country_mention', 'NewsItem', 'news_item_id', ''],
] as const;

const operations = [
  ['added', 'INSERT', 'REFERENCING NEW TABLE AS new_rows'],
  ['changed', 'UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'],
  ['removed', 'DELETE', 'REFERENCING OLD TABLE AS old_rows'],
  ['emptied', 'TRUNCATE', ''],
] as const;

/**
 * Servers keep answers and are told here, when a transaction commits, which nodes it changed, so that they let go of just
 * the answers that may be others now. A statement that changes many rows is told as a change of the whole kind.
 */
export class ContentChanged1763900000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await applyFunctions(runner, 1763900000060, functions);
    for (const [suffix, operation, tables] of operations) {
      await runner.query(`
        CREATE TRIGGER news_item_content_${suffix} AFTER ${operation} ON news_item ${tables}
          FOR EACH STATEMENT EXECUTE FUNCTION news_item_content_changed();`);
      for (const [table, kind, id, far] of watched) {
        await runner.query(`
          CREATE TRIGGER ${table}_content_${suffix} AFTER ${operation} ON ${table} ${tables}
            FOR EACH STATEMENT EXECUTE FUNCTION content_changed('${kind}', '${id}', '${far}');`);
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [suffix] of operations) {
      await runner.query(`DROP TRIGGER news_item_content_${suffix} ON news_item;`);
      for (const [table] of watched) await runner.query(`DROP TRIGGER ${table}_content_${suffix} ON ${table};`);
    }
    await runner.query(`
      DROP FUNCTION news_item_content_changed();
      DROP FUNCTION news_item_state(news_item);
      DROP FUNCTION content_changed();
      DROP FUNCTION notify_content_changed(jsonb[], text);
    `);
  }
}
