import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edge: a news item belongs to a field of work. */
export class NewsItemFieldOfWork1763900000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE news_item_field_of_work (
        news_item_id uuid REFERENCES news_item ON DELETE CASCADE,
        field_of_work_id uuid REFERENCES field_of_work,
        issued_key text COLLATE "C" NOT NULL DEFAULT '',
        position smallint NOT NULL,
        PRIMARY KEY (news_item_id, field_of_work_id)
      );
      CREATE INDEX news_item_field_of_work_reverse ON news_item_field_of_work (field_of_work_id, issued_key, news_item_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE news_item_field_of_work;
    `);
  }
}
