import type { Client } from 'pg';

/**
 * Full-text search as in PostgreSQL tutorials: the words of title, lead and body in a column with a GIN index. It is
 * for the peers and in a separate schema; the product has its own.
 */
export async function addWordIndex(client: Client): Promise<void> {
  await client.query(`
    DROP SCHEMA IF EXISTS bench CASCADE;
    CREATE SCHEMA bench;
    CREATE TABLE bench.news_words AS
      SELECT id AS news_item_id,
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', coalesce(lead, '')), 'B')
          || to_tsvector('english', coalesce(body, '')) AS words
      FROM news_item;
    ALTER TABLE bench.news_words ADD PRIMARY KEY (news_item_id);
    CREATE INDEX news_words_words ON bench.news_words USING gin (words);
  `);
}
