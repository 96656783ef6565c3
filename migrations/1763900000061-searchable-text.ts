import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The words of titles and leads are there already: those of the body come after them. */
const wordsOf = (rows: string) => `
  INSERT INTO searchable_text (node_id, sort_key, vector)
  SELECT node_id, sort_key, vector || search_stems(coalesce(${rows}.body, ''))
  FROM ${rows} JOIN searchable ON node_id = ${rows}.id
  ON CONFLICT (node_id) DO UPDATE SET sort_key = excluded.sort_key, vector = excluded.vector;`;

/** An update locks what is due already: its words must not be written as they were before, and then not be due. */
const noteDue = (rows: string) => `
  INSERT INTO searchable_text_due SELECT id FROM ${rows}
  ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id;`;

/** What the update trigger looks at. */
const changed = `WITH changed AS (
            SELECT after.id, after.body FROM before JOIN after USING (id)
            WHERE (before.title, before.lead, before.body, before.issued_on)
              IS DISTINCT FROM (after.title, after.lead, after.body, after.issued_on)
          )`;

const isLater = `current_setting('graph.whole_texts', true) = 'later'`;

/** How the words of whole texts are written, until migration 62. */
export const textTriggers = `
  CREATE FUNCTION make_text_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF ${isLater} THEN
      ${noteDue('after')}
    ELSE
      EXECUTE $sql$ ${wordsOf('after')} $sql$;
    END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION make_changed_text_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    -- Planned for the rows at hand: a plan made for one row would compare thousands each with each.
    IF ${isLater} THEN
      EXECUTE $sql$ ${changed} ${noteDue('changed')} $sql$;
    ELSE
      EXECUTE $sql$ ${changed} DELETE FROM searchable_text_due USING changed WHERE node_id = changed.id $sql$;
      EXECUTE $sql$ ${changed} ${wordsOf('changed')} $sql$;
    END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION make_text_unsearchable() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    DELETE FROM searchable_text_due USING before WHERE node_id = before.id;
    DELETE FROM searchable_text USING before WHERE node_id = before.id;
    RETURN NULL;
  END $$;

  CREATE FUNCTION make_due_texts_searchable(most integer) RETURNS integer LANGUAGE plpgsql
    -- By keys, always: while a table grows from nothing PostgreSQL does not know how many rows it has.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
  AS $$
  DECLARE
    ids uuid[];
  BEGIN
    ids := ARRAY(SELECT node_id FROM searchable_text_due LIMIT most FOR UPDATE SKIP LOCKED);
    IF cardinality(ids) = 0 THEN
      RETURN 0;
    END IF;
    -- Statements of their own: what they read is no older than the locks.
    DELETE FROM searchable_text_due WHERE node_id = ANY (ids);
    EXECUTE $sql$
      WITH due AS (SELECT id, body FROM news_item WHERE id = ANY ($1)) ${wordsOf('due')}
    $sql$ USING ids;
    -- Searches that were answered since the commit of the items did not find them.
    PERFORM notify_content_changed(ARRAY(
        SELECT jsonb_build_object('kind', 'NewsItem', 'id', n.id, 'old', news_item_state(n), 'new', news_item_state(n))
        FROM news_item AS n WHERE n.id = ANY (ids) LIMIT 101), 'NewsItem');
    RETURN cardinality(ids);
  END $$;
  COMMENT ON FUNCTION make_due_texts_searchable IS
    'Writes the words of as many news items as are asked for, of those that are due; gives how many there were.';

  CREATE TRIGGER news_item_text_searchable_insert AFTER INSERT ON news_item
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_text_searchable();
  CREATE TRIGGER news_item_text_searchable_update AFTER UPDATE ON news_item
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION make_changed_text_searchable();
  CREATE TRIGGER news_item_text_searchable_delete AFTER DELETE ON news_item
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION make_text_unsearchable();`;

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

      ${textTriggers}

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
