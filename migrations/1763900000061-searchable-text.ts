import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The words of titles and leads are there already: those of the body come after them. */
const wordsOf = (rows: string) => `
  INSERT INTO searchable_text (node_id, sort_key, vector)
  SELECT node_id, sort_key, vector || search_stems(coalesce(${rows}.body, ''))
  FROM ${rows} JOIN searchable ON node_id = ${rows}.id
  ON CONFLICT (node_id) DO UPDATE SET sort_key = excluded.sort_key, vector = excluded.vector;`;

/**
 * The words of whole news items, for what no title and no lead has. They are apart from `searchable`: its rows are small,
 * which is what makes ranking fast, and most searches need no other. See ADR 16.
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

      CREATE FUNCTION make_text_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE $sql$ ${wordsOf('after')} $sql$;
        RETURN NULL;
      END $$;
      CREATE FUNCTION make_changed_text_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- Planned for the rows at hand: a plan made for one row would compare thousands each with each.
        EXECUTE $sql$
          WITH changed AS (
            SELECT after.id, after.body FROM before JOIN after USING (id)
            WHERE (before.title, before.lead, before.body, before.issued_on)
              IS DISTINCT FROM (after.title, after.lead, after.body, after.issued_on)
          )
          ${wordsOf('changed')}
        $sql$;
        RETURN NULL;
      END $$;
      CREATE FUNCTION make_text_unsearchable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM searchable_text USING before WHERE node_id = before.id;
        RETURN NULL;
      END $$;

      CREATE TRIGGER news_item_text_searchable_insert AFTER INSERT ON news_item
        REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION make_text_searchable();
      CREATE TRIGGER news_item_text_searchable_update AFTER UPDATE ON news_item
        REFERENCING OLD TABLE AS before NEW TABLE AS after
        FOR EACH STATEMENT EXECUTE FUNCTION make_changed_text_searchable();
      CREATE TRIGGER news_item_text_searchable_delete AFTER DELETE ON news_item
        REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION make_text_unsearchable();

      ${wordsOf('news_item')}
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
      DROP TABLE searchable_text;
    `);
  }
}
