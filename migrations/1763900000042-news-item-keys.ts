import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

const number = 1763900000042;

/** By what an item that comes in another shape is known again: its number, its address, its title. */
export class NewsItemKeys1763900000042 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await applyFunctions(runner, number, ['address_key', 'title_key']);
    await runner.query(`
      CREATE INDEX news_item_source_id ON news_item (source_id) WHERE source_id IS NOT NULL;
      CREATE INDEX news_item_address ON news_item (address_key(source_url)) WHERE source_url IS NOT NULL;
      CREATE INDEX news_item_title_key ON news_item (title_key(title));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX news_item_title_key;
      DROP INDEX news_item_address;
      DROP INDEX news_item_source_id;
      DROP FUNCTION title_key(text);
      DROP FUNCTION address_key(text);
    `);
  }
}
