import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders of news other than by date: by title, and by the office that issued an item first. */
export class NewsItemOrders1763900000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX news_item_title ON news_item ((left(fold(title), 200) COLLATE "C"), id);
      -- The id of no office stands for none, so that items without one are found like all others.
      CREATE INDEX news_item_first_office ON news_item (
        coalesce(office_ids[1], '00000000-0000-0000-0000-000000000000'::uuid), issued_key, id
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX news_item_title;
      DROP INDEX news_item_first_office;
    `);
  }
}
