import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newsFunctions } from './1763900000051-search-in-stages.js';
import { textTriggers } from './1763900000061-searchable-text.js';

const isLater = `current_setting('graph.search', true) = 'later'`;

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

      CREATE FUNCTION make_items_searchable(ids uuid[]) RETURNS void LANGUAGE plpgsql
        -- By keys, always: while a table grows from nothing PostgreSQL does not know how many rows it has.
        SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
      AS $$
      BEGIN
        WITH item AS MATERIALIZED (
          SELECT id, coalesce(issued_on, '') AS sort_key, search_stems(coalesce(body, '')) AS body,
            setweight(search_stems(title) || to_tsvector('graph_words', title), 'A')
              || setweight(search_stems(coalesce(lead, '')), 'C') AS head
          FROM news_item WHERE id = ANY (ids)
        ), headed AS (
          INSERT INTO searchable AS s (node_id, kind, vector, sort_key) SELECT id, 'NewsItem', head, sort_key FROM item
          ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key
            WHERE (s.vector, s.sort_key) IS DISTINCT FROM (excluded.vector, excluded.sort_key)
        )
        INSERT INTO searchable_text (node_id, sort_key, vector) SELECT id, sort_key, head || body FROM item
        ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key;
      END $$;
      COMMENT ON FUNCTION make_items_searchable IS 'Writes the words of news items, of title and lead and of the whole text.';

      CREATE FUNCTION learn_title_words(titles text[]) RETURNS void LANGUAGE sql AS $$
        INSERT INTO search_word (word)
        SELECT word FROM (
          -- OFFSET 0: few words are met again and again, and each is looked at once.
          SELECT DISTINCT word
          FROM unnest(titles) AS title, unnest(tsvector_to_array(to_tsvector('graph_words', title))) AS word OFFSET 0
        ) AS given
        WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word ON CONFLICT (word) DO NOTHING
      $$;

      CREATE OR REPLACE FUNCTION make_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF ${isLater} THEN
          INSERT INTO searchable_due SELECT id FROM after
          ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id;
        ELSE
          PERFORM make_items_searchable(ARRAY(SELECT id FROM after));
        END IF;
        PERFORM learn_title_words(ARRAY(SELECT title FROM after));
        RETURN NULL;
      END $$;
      CREATE OR REPLACE FUNCTION make_changed_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        ids uuid[];
        titles text[];
      BEGIN
        -- Planned for the rows at hand: a plan made for one row would compare thousands each with each.
        EXECUTE $sql$
          SELECT array_agg(after.id), array_agg(after.title) FILTER (WHERE before.title <> after.title)
          FROM before JOIN after USING (id)
          WHERE (before.title, before.lead, before.body, before.issued_on)
            IS DISTINCT FROM (after.title, after.lead, after.body, after.issued_on)
        $sql$ INTO ids, titles;
        IF ids IS NULL THEN
          RETURN NULL;
        END IF;
        IF ${isLater} THEN
          -- An update locks what is due already: its words must not be written as they were before, and then not be due.
          INSERT INTO searchable_due SELECT unnest(ids)
          ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id;
        ELSE
          DELETE FROM searchable_due WHERE node_id = ANY (ids);
          PERFORM make_items_searchable(ids);
        END IF;
        IF titles IS NOT NULL THEN
          PERFORM learn_title_words(titles);
        END IF;
        RETURN NULL;
      END $$;
      CREATE OR REPLACE FUNCTION make_news_unsearchable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM searchable_due USING before WHERE node_id = before.id;
        DELETE FROM searchable USING before WHERE node_id = before.id;
        DELETE FROM searchable_text USING before WHERE node_id = before.id;
        RETURN NULL;
      END $$;

      CREATE FUNCTION make_due_news_searchable(most integer) RETURNS integer LANGUAGE plpgsql
        -- By keys as well.
        SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
      AS $$
      DECLARE
        ids uuid[];
      BEGIN
        ids := ARRAY(SELECT node_id FROM searchable_due LIMIT most FOR UPDATE SKIP LOCKED);
        IF cardinality(ids) = 0 THEN
          RETURN 0;
        END IF;
        -- Statements of their own: what they read is no older than the locks.
        DELETE FROM searchable_due WHERE node_id = ANY (ids);
        PERFORM make_items_searchable(ids);
        -- Searches that were answered since the commit of the items did not find them.
        PERFORM notify_content_changed(ARRAY(
            SELECT jsonb_build_object('kind', 'NewsItem', 'id', n.id, 'old', news_item_state(n), 'new', news_item_state(n))
            FROM news_item AS n WHERE n.id = ANY (ids) LIMIT 101), 'NewsItem');
        RETURN cardinality(ids);
      END $$;
      COMMENT ON FUNCTION make_due_news_searchable IS
        'Writes the words of as many news items as are asked for, of those that are due; gives how many there were.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN WHILE make_due_news_searchable(1000) > 0 LOOP NULL; END LOOP; END $$;
      DROP FUNCTION make_due_news_searchable(integer);
      ALTER TABLE searchable_due RENAME TO searchable_text_due;
      ALTER INDEX searchable_due_pkey RENAME TO searchable_text_due_pkey;
      ${newsFunctions.replaceAll('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION')}
      ${textTriggers}
      DROP FUNCTION learn_title_words(text[]);
      DROP FUNCTION make_items_searchable(uuid[]);
    `);
  }
}
