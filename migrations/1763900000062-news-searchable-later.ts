import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions, restoreFunctions } from './functions.js';

const number = 1763900000062;
const newsFunctions = ['make_news_searchable', 'make_changed_news_searchable', 'make_news_unsearchable'];

/**
 * Bulk imports leave all that search needs of an item for later, not only the words of its text: rows of `searchable`
 * took an eighth of an import, while a second connection had half of its time to spare. See ADR 12.
 *
 * Where `graph.search` is `later`, the triggers of news note which items are due, and `make_due_news_searchable` writes
 * them. Whoever needs the tables goes to `searchable_due` first, so that nobody waits in a circle, and words of an item
 * that has changed since are never the last to be written. The words that slips are corrected to are learnt at once: to
 * wait for them with items at hand could be such a circle.
 */
export class NewsSearchableLater1763900000062 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER news_item_text_searchable_insert ON news_item;
      DROP TRIGGER news_item_text_searchable_update ON news_item;
      DROP TRIGGER news_item_text_searchable_delete ON news_item;
      DROP FUNCTION make_text_searchable();
      DROP FUNCTION make_changed_text_searchable();
      DROP FUNCTION make_text_unsearchable();
      DROP FUNCTION make_due_texts_searchable(integer);
      ALTER TABLE searchable_text_due RENAME TO searchable_due;
      ALTER INDEX searchable_text_due_pkey RENAME TO searchable_due_pkey;
    `);
    await applyFunctions(runner, number, [
      ...['make_items_searchable', 'learn_title_words', ...newsFunctions, 'make_due_news_searchable'],
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN WHILE make_due_news_searchable(1000) > 0 LOOP NULL; END LOOP; END $$;
      DROP FUNCTION make_due_news_searchable(integer);
      ALTER TABLE searchable_due RENAME TO searchable_text_due;
      ALTER INDEX searchable_due_pkey RENAME TO searchable_text_due_pkey;
    `);
    await restoreFunctions(runner, number, [
      ...newsFunctions,
      ...[
        'make_text_searchable',
        'make_changed_text_searchable',
        'make_text_unsearchable',
        'make_due_texts_searchable',
      ],
    ]);
    await runner.query(`
      CREATE TRIGGER news_item_text_searchable_insert AFTER INSERT ON news_item
        REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_text_searchable();
      CREATE TRIGGER news_item_text_searchable_update AFTER UPDATE ON news_item
        REFERENCING OLD TABLE AS before NEW TABLE AS after
        FOR EACH STATEMENT EXECUTE FUNCTION make_changed_text_searchable();
      CREATE TRIGGER news_item_text_searchable_delete AFTER DELETE ON news_item
        REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION make_text_unsearchable();
      DROP FUNCTION learn_title_words(text[]);
      DROP FUNCTION make_items_searchable(uuid[]);
    `);
  }
}
