import type { MigrationInterface, QueryRunner } from 'typeorm';
import { applyFunctions } from './functions.js';

const functions = [
  ...['no_bits', 'one_bit', 'news_item_values'],
  ...['keep_bits_of_inserted', 'keep_bits_of_updated', 'keep_bits_of_deleted'],
];

/**
 * Which news items have which value, as bits: what facets and counts are made of. Each item has a place (a block and a
 * bit of it); for each value there is a row in each block whose bits are set where an item has it. How many items have
 * two values is then one AND and one count of bits for each 8,192 items, and no item is read. See ADR 15.
 *
 * The bits are kept by triggers of whole statements: a bulk load pays once for thousands of rows.
 */
export class NewsItemBits1763900000050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE news_item_place (
        news_item_id uuid PRIMARY KEY,
        block integer NOT NULL,
        bit smallint NOT NULL CHECK (bit BETWEEN 0 AND 8191),
        issued_on partial_date
      );
      CREATE INDEX news_item_place_date ON news_item_place (issued_on, block, bit);
      CREATE SEQUENCE news_item_place_number MINVALUE 0;

      CREATE TABLE news_item_bits (
        -- A field of the filter of news items, or 'year'; the empty text for the bits of all items.
        field text COLLATE "C" NOT NULL,
        value text COLLATE "C" NOT NULL,
        block integer NOT NULL,
        bits bit(8192) NOT NULL,
        PRIMARY KEY (field, value, block)
      -- Blocks are filled item by item: half of each page is left for the next version of its rows.
      ) WITH (fillfactor = 50);
    `);
    await applyFunctions(runner, 1763900000050, functions);
    await runner.query(`
      CREATE TRIGGER news_item_bits_insert AFTER INSERT ON news_item
        REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_bits_of_inserted();
      CREATE TRIGGER news_item_bits_update AFTER UPDATE ON news_item
        REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_bits_of_updated();
      CREATE TRIGGER news_item_bits_delete AFTER DELETE ON news_item
        REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION keep_bits_of_deleted();

      INSERT INTO news_item_place (news_item_id, block, bit, issued_on)
      SELECT id, number >> 13, number & 8191, issued_on
      FROM (SELECT id, issued_on, nextval('news_item_place_number') AS number FROM news_item) AS numbered;

      INSERT INTO news_item_bits (field, value, block, bits)
      SELECT own.field, own.value, place.block, bit_or(one_bit(place.bit))
      FROM news_item AS n JOIN news_item_place AS place ON place.news_item_id = n.id
      CROSS JOIN LATERAL news_item_values(n.kind, n.issued_on, n.office_ids, n.country_ids, n.field_of_work_ids) AS own
      GROUP BY own.field, own.value, place.block;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER news_item_bits_insert ON news_item;
      DROP TRIGGER news_item_bits_update ON news_item;
      DROP TRIGGER news_item_bits_delete ON news_item;
      DROP FUNCTION keep_bits_of_inserted();
      DROP FUNCTION keep_bits_of_updated();
      DROP FUNCTION keep_bits_of_deleted();
      DROP FUNCTION news_item_values(text, text, uuid[], uuid[], uuid[]);
      DROP FUNCTION one_bit(smallint);
      DROP FUNCTION no_bits();
      DROP TABLE news_item_bits;
      DROP TABLE news_item_place;
      DROP SEQUENCE news_item_place_number;
    `);
  }
}
