import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edge: a news item reports on a project. */
export class NewsItemProject1763900000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE news_item_project (
        news_item_id uuid REFERENCES news_item ON DELETE CASCADE,
        project_id uuid REFERENCES project,
        issued_key text COLLATE "C" NOT NULL DEFAULT '',
        position smallint NOT NULL,
        PRIMARY KEY (news_item_id, project_id)
      );
      CREATE INDEX news_item_project_reverse ON news_item_project (project_id, issued_key, news_item_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE news_item_project;
    `);
  }
}
