import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edge: a news item is about a country, as its text mentions it or an issuing field operation works there. */
export class NewsItemCountry1763900000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE news_item_country (
        news_item_id uuid REFERENCES news_item ON DELETE CASCADE,
        country_id uuid REFERENCES country,
        issued_key text COLLATE "C" NOT NULL DEFAULT '',
        position smallint NOT NULL,
        PRIMARY KEY (news_item_id, country_id)
      );
      CREATE INDEX news_item_country_reverse ON news_item_country (country_id, issued_key, news_item_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE news_item_country;
    `);
  }
}
