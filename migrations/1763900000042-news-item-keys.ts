import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what an item that comes in another shape is known again: its number, its address, its title. */
export class NewsItemKeys1763900000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION address_key(url text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN hashtextextended(
        rtrim(regexp_replace(lower(url), '^https?://(www\\.)?|[?&]utm_[^&#]*|#.*$', '', 'g'), '/'), 0);
      COMMENT ON FUNCTION address_key IS
        'Equal for addresses of one page: without scheme, www, fragment, closing slash and what campaigns add.';

      CREATE FUNCTION title_key(title text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN hashtextextended(regexp_replace(fold(title), '[[:space:][:punct:]]+', '', 'g'), 0);
      COMMENT ON FUNCTION title_key IS 'Equal for titles of the same letters and digits, whatever their case, accents and signs.';

      CREATE INDEX news_item_source_id ON news_item (source_id) WHERE source_id IS NOT NULL;
      CREATE INDEX news_item_address ON news_item (address_key(source_url)) WHERE source_url IS NOT NULL;
      CREATE INDEX news_item_title_key ON news_item (title_key(title));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX news_item_title_key;
      DROP INDEX news_item_address;
      DROP INDEX news_item_source_id;
      DROP FUNCTION title_key(text);
      DROP FUNCTION address_key(text);
    `);
  }
}
