import type { MigrationInterface, QueryRunner } from 'typeorm';

/** News by the office that issued an item first, and of each office by title; as news_item_first_office does by date. */
export class NewsItemTitleByOffice1763900000071 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX news_item_title_by_office ON news_item (
        coalesce(office_ids[1], '00000000-0000-0000-0000-000000000000'::uuid), (left(fold(title), 200) COLLATE "C"), id
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX news_item_title_by_office;');
  }
}
