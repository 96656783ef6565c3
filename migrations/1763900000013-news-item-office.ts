import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edge: a news item is issued by an office. */
export class NewsItemOffice1763900000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE news_item_office (
        news_item_id uuid REFERENCES news_item ON DELETE CASCADE,
        office_id uuid REFERENCES office,
        issued_key text COLLATE "C" NOT NULL DEFAULT '',
        position smallint NOT NULL,
        PRIMARY KEY (news_item_id, office_id)
      );
      CREATE INDEX news_item_office_reverse ON news_item_office (office_id, issued_key, news_item_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE news_item_office;
    `);
  }
}
