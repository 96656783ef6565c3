import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * News come a thousand at a time: their search rows are made by one statement for all of them, where a trigger for each
 * row took a third of the time of an import.
 */
export class NewsSearchableByStatement1763900000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION make_new_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO searchable (node_id, kind, vector, sort_key)
          SELECT id, 'NewsItem', search_vector(title, NULL, lead), issued_key FROM new_rows
          ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key;
        RETURN NULL;
      END $$;
      CREATE FUNCTION make_changed_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE searchable SET vector = search_vector(title, NULL, lead), sort_key = issued_key
        FROM (
          SELECT id, title, lead, issued_key FROM new_rows EXCEPT SELECT id, title, lead, issued_key FROM old_rows
        ) AS differing
        WHERE node_id = id;
        RETURN NULL;
      END $$;
      CREATE FUNCTION forget_searchable_news() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM searchable USING old_rows WHERE node_id = old_rows.id;
        RETURN NULL;
      END $$;

      DROP TRIGGER news_item_searchable ON news_item;
      CREATE TRIGGER news_item_searchable_added AFTER INSERT ON news_item
        REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION make_new_news_searchable();
      CREATE TRIGGER news_item_searchable_changed AFTER UPDATE ON news_item
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION make_changed_news_searchable();
      CREATE TRIGGER news_item_searchable_removed AFTER DELETE ON news_item
        REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION forget_searchable_news();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER news_item_searchable_removed ON news_item;
      DROP TRIGGER news_item_searchable_changed ON news_item;
      DROP TRIGGER news_item_searchable_added ON news_item;
      DROP FUNCTION forget_searchable_news();
      DROP FUNCTION make_changed_news_searchable();
      DROP FUNCTION make_new_news_searchable();
      CREATE TRIGGER news_item_searchable AFTER INSERT OR UPDATE OR DELETE ON news_item
        FOR EACH ROW EXECUTE FUNCTION make_searchable('NewsItem');
    `);
  }
}
