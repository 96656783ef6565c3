import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

const functions = [
  'make_text_searchable',
  'make_changed_text_searchable',
  'make_text_unsearchable',
  'make_due_texts_searchable',
];

/**
 * The words of whole news items, for what no title and no lead has. They are apart from `searchable`: its rows are small,
 * which is what makes ranking fast, and most searches need no other. See ADR 16.
 *
 * Where `graph.whole_texts` is `later` (bulk imports), the triggers only note which items are due, and another connection
 * writes the words. Whoever needs both tables goes to `searchable_text_due` first, so that nobody waits in a circle, and
 * words of a text that has changed since are never the last to be written.
 *
 * PostgreSQL fires triggers in the order of their names: these come after those that write `searchable`.
 */
export class SearchableText1763900000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE searchable_text (
        node_id uuid PRIMARY KEY,
        -- As in searchable.
        sort_key text COLLATE "C" NOT NULL,
        vector tsvector NOT NULL
      );
      -- Items that have been written, and the words of their whole texts not yet.
      CREATE TABLE searchable_text_due (node_id uuid PRIMARY KEY);
    `);
    await applyFunctions(runner, 1763900000061, functions);
    await runner.query(`
      CREATE TRIGGER news_item_text_searchable_insert AFTER INSERT ON news_item
        REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_text_searchable();
      CREATE TRIGGER news_item_text_searchable_update AFTER UPDATE ON news_item
        REFERENCING OLD TABLE AS before NEW TABLE AS after
        FOR EACH STATEMENT EXECUTE FUNCTION make_changed_text_searchable();
      CREATE TRIGGER news_item_text_searchable_delete AFTER DELETE ON news_item
        REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION make_text_unsearchable();

      -- A million items take minutes, for which no process should wait at its start: the first server makes their words.
      INSERT INTO searchable_text_due SELECT id FROM news_item;
      -- As the index of searchable: with the date, and with a list in which words wait to be put in place together.
      CREATE INDEX searchable_text_words ON searchable_text USING gin (sort_key, vector)
        WITH (fastupdate = on, gin_pending_list_limit = 1024);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER news_item_text_searchable_insert ON news_item;
      DROP TRIGGER news_item_text_searchable_update ON news_item;
      DROP TRIGGER news_item_text_searchable_delete ON news_item;
      DROP FUNCTION make_text_searchable();
      DROP FUNCTION make_changed_text_searchable();
      DROP FUNCTION make_text_unsearchable();
      DROP FUNCTION make_due_texts_searchable(integer);
      DROP TABLE searchable_text_due;
      DROP TABLE searchable_text;
    `);
  }
}
