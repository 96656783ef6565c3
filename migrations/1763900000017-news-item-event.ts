import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Edge: a news item reports on an event. */
export class NewsItemEvent1763900000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE news_item_event (
        news_item_id uuid REFERENCES news_item ON DELETE CASCADE,
        event_id uuid REFERENCES event,
        issued_key text COLLATE "C" NOT NULL DEFAULT '',
        position smallint NOT NULL,
        PRIMARY KEY (news_item_id, event_id)
      );
      CREATE INDEX news_item_event_reverse ON news_item_event (event_id, issued_key, news_item_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE news_item_event;
    `);
  }
}
