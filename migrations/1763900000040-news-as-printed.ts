import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a page prints of a news item and the graph has no node for, and the organisation's own number of the item. */
export class NewsAsPrinted1763900000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE news_item
        ADD COLUMN source_id text,
        ADD COLUMN issuers_as_text text[] NOT NULL DEFAULT '{}',
        ADD COLUMN sub_themes text[] NOT NULL DEFAULT '{}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE news_item DROP COLUMN sub_themes, DROP COLUMN issuers_as_text, DROP COLUMN source_id;
    `);
  }
}
