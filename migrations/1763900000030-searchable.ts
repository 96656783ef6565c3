import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

/** The tables whose rows can be searched, and the kind of node that each holds. */
const searched = [
  ['country', 'Country'],
  ['office', 'Office'],
  ['field_of_work', 'FieldOfWork'],
  ['event_series', 'EventSeries'],
  ['event', 'Event'],
  ['project', 'Project'],
  ['news_item', 'NewsItem'],
] as const;

/**
 * Full-text search over all nouns in one narrow table. News items are wide; a search that read them would read a page of
 * the disk for each match. The table is kept by triggers, so that whoever writes a node need not know of it.
 */
export class Searchable1763900000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;

      -- Accents are folded before words are stemmed, so that "Sibenik" finds "Šibenik".
      CREATE TEXT SEARCH CONFIGURATION graph_english (COPY = pg_catalog.english);
      ALTER TEXT SEARCH CONFIGURATION graph_english
        ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, english_stem;
      -- Whole words: for names in other languages, and for the beginning of a word, which is not that of its stem.
      CREATE TEXT SEARCH CONFIGURATION graph_words (COPY = pg_catalog.simple);
      ALTER TEXT SEARCH CONFIGURATION graph_words
        ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, simple;

      CREATE TABLE searchable (
        node_id uuid PRIMARY KEY,
        kind text NOT NULL,
        vector tsvector NOT NULL,
        -- All names, folded, for the likeness of words. Of news items none: they are found by their words alone.
        names text[],
        -- Of equally good matches, and of too many, the latest go first. Nodes without a date go before those with one.
        sort_key text COLLATE "C" NOT NULL
      );
      CREATE INDEX searchable_vector ON searchable USING gin (vector) WITH (fastupdate = off);
      CREATE INDEX searchable_latest ON searchable (sort_key, node_id);
      CREATE INDEX searchable_names ON searchable (kind) WHERE kind <> 'NewsItem';
    `);
    await applyFunctions(runner, 1763900000030, ['search_query', 'search_vector', 'make_searchable']);
    for (const [table, kind] of searched) {
      await runner.query(`
        CREATE TRIGGER ${table}_searchable AFTER INSERT OR UPDATE OR DELETE ON ${table}
          FOR EACH ROW EXECUTE FUNCTION make_searchable('${kind}');
        -- Touches every row once, so that the trigger makes what is there searchable.
        UPDATE ${table} SET id = id;
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of searched) await runner.query(`DROP TRIGGER ${table}_searchable ON ${table};`);
    await runner.query(`
      DROP FUNCTION make_searchable();
      DROP TABLE searchable;
      DROP FUNCTION search_vector(text, jsonb, text);
      DROP FUNCTION search_query(text);
      DROP TEXT SEARCH CONFIGURATION graph_words;
      DROP TEXT SEARCH CONFIGURATION graph_english;
      DROP EXTENSION pg_trgm;
    `);
  }
}
