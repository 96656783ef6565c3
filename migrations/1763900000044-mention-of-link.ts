import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A mention is the evidence of an edge from a news item to a country: it refers to that edge, which refers to both. With a
 * key for each of the two, checking them was a seventh of a bulk load. By country nobody looks for mentions: that is
 * asked of the edges.
 */
export class MentionOfLink1763900000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE country_mention
        DROP CONSTRAINT country_mention_news_item_id_fkey,
        DROP CONSTRAINT country_mention_country_id_fkey,
        ADD CONSTRAINT country_mention_link FOREIGN KEY (news_item_id, country_id)
          REFERENCES news_item_country ON DELETE CASCADE;
      DROP INDEX country_mention_country;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX country_mention_country ON country_mention (country_id, news_item_id);
      ALTER TABLE country_mention
        DROP CONSTRAINT country_mention_link,
        ADD CONSTRAINT country_mention_news_item_id_fkey FOREIGN KEY (news_item_id)
          REFERENCES news_item ON DELETE CASCADE,
        ADD CONSTRAINT country_mention_country_id_fkey FOREIGN KEY (country_id) REFERENCES country;
    `);
  }
}
