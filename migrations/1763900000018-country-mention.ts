import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The evidence that a text speaks of a country. */
export class CountryMention1763900000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE country_mention (
        news_item_id uuid REFERENCES news_item ON DELETE CASCADE,
        field text NOT NULL CHECK (field IN ('TITLE', 'LEAD', 'BODY')),
        -- UTF-16 units, as in the strings of JavaScript: substring(start, end) of the field is the quote.
        start_offset integer NOT NULL CHECK (start_offset >= 0),
        end_offset integer NOT NULL,
        country_id uuid NOT NULL REFERENCES country,
        quote text NOT NULL,
        rule text NOT NULL,
        confidence real NOT NULL CHECK (confidence > 0 AND confidence <= 1),
        PRIMARY KEY (news_item_id, field, start_offset, country_id),
        CHECK (end_offset > start_offset)
      );
      CREATE INDEX country_mention_country ON country_mention (country_id, news_item_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE country_mention;
    `);
  }
}
