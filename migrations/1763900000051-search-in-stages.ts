import type { MigrationInterface, QueryRunner } from 'typeorm';

const cyrillic = `'[\\u0400-\\u04FF]'`;

/** What a reader typed as a query; `whole` is the query of whole words. */
const searchQuery = (whole: string) => `
  CREATE OR REPLACE FUNCTION search_query(input text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (
    SELECT ${whole} || CASE
        -- The last word may be unfinished. Whatever else a query ends with (a negated group) stays as it is.
        WHEN words::text LIKE '%''' THEN (words::text || ':*')::tsquery
        ELSE words
      END
    FROM websearch_to_tsquery('graph_words', input) AS words
  );`;

/** The vector of a name or title, other names and a lead. \`stems\` is the function that gives words in any form. */
const searchVector = (stems: (text: string) => string) => `
  CREATE OR REPLACE FUNCTION search_vector(name text, names jsonb, lead text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (
    SELECT setweight(${stems('name')} || to_tsvector('graph_words', name), 'A')
      || setweight(${stems('others')} || to_tsvector('graph_words', others), 'B')
      || setweight(${stems("coalesce(lead, '')")}, 'C')
    FROM (
      SELECT coalesce(string_agg(other ->> 'name', ' / '), '') AS others
      FROM jsonb_array_elements(coalesce(names, '[]')) AS other
    ) AS former
  );`;

const english = (text: string) => `to_tsvector('graph_english', ${text})`;

/** The same as `search_vector(title, NULL, lead)`, which for each of a million rows is called faster so. */
const vectorOf = (rows: string) => `
  setweight(search_stems(${rows}.title) || to_tsvector('graph_words', ${rows}.title), 'A')
    || setweight(search_stems(coalesce(${rows}.lead, '')), 'C')`;

const makeSearchable = (rows: string) => `
  INSERT INTO searchable (node_id, kind, vector, sort_key)
  SELECT id, 'NewsItem', ${vectorOf(rows)}, coalesce(issued_on, '') FROM ${rows}
  ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key;`;

/** Adds the words of names and titles to those that mistyped ones are compared with. */
const learnWords = (texts: string) => `
  INSERT INTO search_word (word)
  SELECT DISTINCT word FROM (${texts}) AS given(text), unnest(tsvector_to_array(to_tsvector('graph_words', text))) AS word
  WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word ON CONFLICT (word) DO NOTHING;`;

const others = ['country', 'office', 'field_of_work', 'event_series', 'event', 'project'];
const columnOf = (table: string) => (table === 'event' ? 'title' : 'name');

/** How the rows of news are written, until migration 62. */
export const newsFunctions = `
  CREATE FUNCTION make_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${makeSearchable('after')}
    ${learnWords('SELECT title FROM after')}
    RETURN NULL;
  END $$;
  CREATE FUNCTION make_changed_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    -- Planned for the rows at hand: a plan made for one row would compare thousands each with each.
    EXECUTE $sql$
      WITH changed AS (
        SELECT after.* FROM before JOIN after USING (id)
        WHERE (before.title, before.lead, before.issued_on)
          IS DISTINCT FROM (after.title, after.lead, after.issued_on)
      )
      ${makeSearchable('changed')}
    $sql$;
    EXECUTE $sql$
      ${learnWords('SELECT after.title FROM before JOIN after USING (id) WHERE before.title <> after.title')}
    $sql$;
    RETURN NULL;
  END $$;
  CREATE FUNCTION make_news_unsearchable() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    DELETE FROM searchable USING before WHERE node_id = before.id;
    RETURN NULL;
  END $$;`;

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

      CREATE FUNCTION search_stems(input text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN CASE WHEN input ~ ${cyrillic}
          THEN to_tsvector('graph_english', input) || to_tsvector('graph_russian', input)
          ELSE to_tsvector('graph_english', input) END;
      COMMENT ON FUNCTION search_stems IS
        'The words of a text without their endings: English, and Russian where there is Cyrillic script.';
      ${searchVector((text) => `search_stems(${text})`)}
      CREATE FUNCTION search_whole_words(input text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN CASE WHEN input ~ ${cyrillic}
          THEN websearch_to_tsquery('graph_english', input) || websearch_to_tsquery('graph_russian', input)
          ELSE websearch_to_tsquery('graph_english', input)
        END || websearch_to_tsquery('graph_words', input);
      COMMENT ON FUNCTION search_whole_words IS 'What a reader typed as a query, the last word as it stands.';
      ${searchQuery('search_whole_words(input)')}

      CREATE TABLE search_word (word text COLLATE "C" PRIMARY KEY);
      COMMENT ON TABLE search_word IS 'Words of names and titles. A mistyped word is corrected to the likest of them.';

      CREATE FUNCTION learn_words() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        ${learnWords("SELECT coalesce(to_jsonb(NEW) ->> 'title', to_jsonb(NEW) ->> 'name')")}
        RETURN NULL;
      END $$;

      ${newsFunctions}
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
      ${makeSearchable('news_item')}
      ${learnWords('SELECT title FROM news_item')}
      -- With the date in the index of words, the latest matches are found without the others. Words wait in a list of one
      -- megabyte until they are put in place together, which halves the cost of a bulk load; searches read that list too.
      CREATE INDEX searchable_words ON searchable USING gin (sort_key, vector)
        WITH (fastupdate = on, gin_pending_list_limit = 1024);
      -- Beside millions of news items, the other nodes have an index of their own.
      CREATE INDEX searchable_names ON searchable USING gin (vector) WITH (fastupdate = off) WHERE kind <> 'NewsItem';
      CREATE FUNCTION search_by_index(asked tsquery, most integer) RETURNS SETOF uuid
        LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
        -- The index of words, always: PostgreSQL may think that a word is common and that a table's beginning will do.
        SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
      BEGIN ATOMIC
        SELECT node_id FROM searchable WHERE vector @@ asked LIMIT most;
      END;
      CREATE FUNCTION search_rare(input text, most integer) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE ROWS 1000 AS $$
      BEGIN
        -- One in a hundred of the latest nodes: to give all would take longer than to see that they are many.
        IF (SELECT count(*) FROM searchable WHERE vector @@ search_whole_words(input) AND sort_key >=
          (SELECT sort_key FROM searchable ORDER BY sort_key DESC, node_id DESC OFFSET 4000 LIMIT 1)) > 40
        THEN RETURN QUERY SELECT NULL::uuid FROM generate_series(1, most);
        ELSE RETURN QUERY SELECT search_by_index(search_query(input), most);
        END IF;
      END $$;
      COMMENT ON FUNCTION search_rare IS
        'The nodes that have the words if they are fewer than asked; else as many rows as asked, of no meaning.';
      CREATE INDEX search_word_likeness ON search_word USING gin (word gin_trgm_ops);
    `);
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
      ${searchVector(english)}
      ${searchQuery("websearch_to_tsquery('graph_english', input)")}
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
