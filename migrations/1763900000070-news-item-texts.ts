import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds news items by parts of their title and lead, and by the whole of them, as filters compare them: folded. Without these
 * a filter folds the text of every item. See ADR 32, also for what the indexes cost.
 */
export class NewsItemTexts1763900000070 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX news_item_title_parts ON news_item USING gin (fold(title) public.gin_trgm_ops) WITH (fastupdate = off);
      CREATE INDEX news_item_lead_parts ON news_item USING gin (fold(lead) public.gin_trgm_ops) WITH (fastupdate = off);
      CREATE INDEX news_item_title_whole ON news_item USING hash (fold(title));
      CREATE INDEX news_item_lead_whole ON news_item USING hash (fold(lead));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX news_item_title_parts;
      DROP INDEX news_item_lead_parts;
      DROP INDEX news_item_title_whole;
      DROP INDEX news_item_lead_whole;
    `);
  }
}
