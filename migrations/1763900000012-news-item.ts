import type { MigrationInterface, QueryRunner } from 'typeorm';

/** News items, with the ids of the catalogue nodes that they are joined to. */
export class NewsItem1763900000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE news_item (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        title text NOT NULL,
        lead text,
        body text,
        issued_on partial_date,
        -- The date as a sort key that is never null; links carry a copy, so that a node's latest is one index range.
        issued_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (coalesce(issued_on, '')) STORED,
        kind text NOT NULL CHECK
          (kind IN ('NEWS', 'PRESS_RELEASE', 'PRESS_STATEMENT', 'DAILY_REPORT', 'SPOT_REPORT', 'WEEKLY_REPORT')),
        source_url text,
        -- Copies of the links in the order of the page, kept by the writer: the nodes themselves are in the catalogue.
        office_ids uuid[] NOT NULL DEFAULT '{}',
        field_of_work_ids uuid[] NOT NULL DEFAULT '{}',
        country_ids uuid[] NOT NULL DEFAULT '{}'
      );
      CREATE INDEX news_item_latest ON news_item (issued_key, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE news_item;
    `);
  }
}
