import type { MigrationInterface, QueryRunner } from 'typeorm';

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

      CREATE FUNCTION search_query(input text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN (
        SELECT websearch_to_tsquery('graph_english', input) || CASE
            -- The last word may be unfinished. Whatever else a query ends with (a negated group) stays as it is.
            WHEN words::text LIKE '%''' THEN (words::text || ':*')::tsquery
            ELSE words
          END
        FROM websearch_to_tsquery('graph_words', input) AS words
      );
      COMMENT ON FUNCTION search_query IS
        'What a reader typed as a query: words, "phrases", or, -not; the last word counts also as a beginning.';

      CREATE FUNCTION search_vector(name text, names jsonb, lead text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN (
        SELECT setweight(to_tsvector('graph_english', name) || to_tsvector('graph_words', name), 'A')
          || setweight(to_tsvector('graph_english', others) || to_tsvector('graph_words', others), 'B')
          || setweight(to_tsvector('graph_english', coalesce(lead, '')), 'C')
        FROM (
          SELECT coalesce(string_agg(other ->> 'name', ' / '), '') AS others
          FROM jsonb_array_elements(coalesce(names, '[]')) AS other
        ) AS former
      );

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

      CREATE FUNCTION make_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        node jsonb;
        kind text := TG_ARGV[0];
      BEGIN
        IF TG_OP = 'DELETE' THEN
          DELETE FROM searchable WHERE node_id = OLD.id;
          RETURN NULL;
        END IF;
        node := to_jsonb(NEW) - 'body';
        INSERT INTO searchable (node_id, kind, vector, names, sort_key) VALUES (
          NEW.id,
          kind,
          search_vector(coalesce(node ->> 'title', node ->> 'name'),
            CASE WHEN node ->> 'short_name' IS NULL THEN node -> 'names'
              ELSE coalesce(node -> 'names', '[]') || jsonb_build_array(jsonb_build_object('name', node ->> 'short_name'))
            END,
            node ->> 'lead'),
          CASE WHEN kind <> 'NewsItem' THEN ARRAY(
            SELECT fold(coalesce(node ->> 'title', node ->> 'name'))
            UNION ALL SELECT fold(other ->> 'name') FROM jsonb_array_elements(coalesce(node -> 'names', '[]')) AS other)
          END,
          CASE kind WHEN 'NewsItem' THEN coalesce(node ->> 'issued_on', '')
            WHEN 'Event' THEN coalesce(node ->> 'starts_on', '') ELSE '9999' END
        ) ON CONFLICT (node_id) DO UPDATE
          SET vector = excluded.vector, names = excluded.names, sort_key = excluded.sort_key;
        RETURN NULL;
      END $$;
    `);
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
