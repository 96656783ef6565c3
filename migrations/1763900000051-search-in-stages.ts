import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions, restoreFunctions } from './functions.js';

const number = 1763900000051;

/** Adds the words of names and titles to those that mistyped ones are compared with. */
const learnWords = (texts: string) => `
  INSERT INTO search_word (word)
  SELECT DISTINCT word FROM (${texts}) AS given(text), unnest(tsvector_to_array(to_tsvector('graph_words', text))) AS word
  WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word ON CONFLICT (word) DO NOTHING;`;

const others = ['country', 'office', 'field_of_work', 'event_series', 'event', 'project'];
const columnOf = (table: string) => (table === 'event' ? 'title' : 'name');

/**
 * Search in a large graph: an index that gives the latest matches without giving all of them first, triggers of whole
 * statements for news, the words that are known (for slips of the pen), and Russian words in any of their forms.
 */
export class SearchInStages1763900000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA public;
      CREATE EXTENSION IF NOT EXISTS fuzzystrmatch SCHEMA public;

      CREATE TEXT SEARCH CONFIGURATION graph_russian (COPY = pg_catalog.russian);
      ALTER TEXT SEARCH CONFIGURATION graph_russian
        ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, russian_stem;

      CREATE TABLE search_word (word text COLLATE "C" PRIMARY KEY);
      COMMENT ON TABLE search_word IS 'Words of names and titles. A mistyped word is corrected to the likest of them.';
    `);
    await applyFunctions(runner, number, [
      ...['search_stems', 'search_vector', 'search_whole_words', 'search_query'],
      ...['learn_words', 'make_news_searchable', 'make_changed_news_searchable', 'make_news_unsearchable'],
    ]);
    await runner.query(`
      DROP TRIGGER news_item_searchable ON news_item;
      CREATE TRIGGER news_item_searchable_insert AFTER INSERT ON news_item
        REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_news_searchable();
      CREATE TRIGGER news_item_searchable_update AFTER UPDATE ON news_item
        REFERENCING OLD TABLE AS before NEW TABLE AS after
        FOR EACH STATEMENT EXECUTE FUNCTION make_changed_news_searchable();
      CREATE TRIGGER news_item_searchable_delete AFTER DELETE ON news_item
        REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION make_news_unsearchable();

      DROP INDEX searchable_vector;
      DROP INDEX searchable_names;
      INSERT INTO searchable (node_id, kind, vector, sort_key)
      SELECT id, 'NewsItem', search_vector(title, NULL, lead), coalesce(issued_on, '') FROM news_item
      ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key;
      ${learnWords('SELECT title FROM news_item')}
      -- With the date in the index of words, the latest matches are found without the others. Words wait in a list of one
      -- megabyte until they are put in place together, which halves the cost of a bulk load; searches read that list too.
      CREATE INDEX searchable_words ON searchable USING gin (sort_key, vector)
        WITH (fastupdate = on, gin_pending_list_limit = 1024);
      -- Beside millions of news items, the other nodes have an index of their own.
      CREATE INDEX searchable_names ON searchable USING gin (vector) WITH (fastupdate = off) WHERE kind <> 'NewsItem';
      CREATE INDEX search_word_likeness ON search_word USING gin (word gin_trgm_ops);
    `);
    await applyFunctions(runner, number, ['search_by_index', 'search_rare']);
    for (const table of others) {
      await runner.query(`
        CREATE TRIGGER ${table}_words AFTER INSERT OR UPDATE ON ${table}
          FOR EACH ROW EXECUTE FUNCTION learn_words();
        ${learnWords(`SELECT ${columnOf(table)} FROM ${table}`)}
        -- Touches every row once, so that its vector is made anew.
        UPDATE ${table} SET id = id;
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of others) await runner.query(`DROP TRIGGER ${table}_words ON ${table};`);
    await runner.query(`
      DROP TRIGGER news_item_searchable_insert ON news_item;
      DROP TRIGGER news_item_searchable_update ON news_item;
      DROP TRIGGER news_item_searchable_delete ON news_item;
      CREATE TRIGGER news_item_searchable AFTER INSERT OR UPDATE OR DELETE ON news_item
        FOR EACH ROW EXECUTE FUNCTION make_searchable('NewsItem');
      DROP FUNCTION make_news_searchable();
      DROP FUNCTION make_changed_news_searchable();
      DROP FUNCTION make_news_unsearchable();
      DROP FUNCTION learn_words();
      DROP TABLE search_word;
    `);
    await restoreFunctions(runner, number, ['search_vector', 'search_query']);
    await runner.query(`
      DROP FUNCTION search_whole_words(text);
      DROP FUNCTION search_stems(text);
      DROP TEXT SEARCH CONFIGURATION graph_russian;
      DROP FUNCTION search_rare(text, integer);
      DROP FUNCTION search_by_index(tsquery, integer);
      DROP INDEX searchable_words;
      DROP INDEX searchable_names;
      CREATE INDEX searchable_vector ON searchable USING gin (vector) WITH (fastupdate = off);
      CREATE INDEX searchable_names ON searchable (kind) WHERE kind <> 'NewsItem';
      DROP EXTENSION fuzzystrmatch;
      DROP EXTENSION btree_gin;
    `);
  }
}
