import type { MigrationInterface, QueryRunner } from 'typeorm';

const valuesOf = (rows: string) =>
  `news_item_values(${['kind', 'issued_on', 'office_ids', 'country_ids', 'field_of_work_ids']
    .map((column) => `${rows}.${column}`)
    .join(', ')})`;

/** The bits of the pairs (item, field, value) that a query gives, one row for each block and value. */
const bitsOf = (pairs: string) => `
  SELECT pair.field, pair.value, place.block, bit_or(one_bit(place.bit)) AS bits
  FROM (${pairs}) AS pair JOIN news_item_place AS place ON place.news_item_id = pair.id
  GROUP BY pair.field, pair.value, place.block`;

const pairsOf = (rows: string) =>
  `SELECT ${rows}.id, own.field, own.value FROM ${rows} CROSS JOIN LATERAL ${valuesOf(rows)} AS own`;

const setBits = (pairs: string) => `
  INSERT INTO news_item_bits AS known (field, value, block, bits) ${bitsOf(pairs)}
  ON CONFLICT (field, value, block) DO UPDATE SET bits = known.bits | excluded.bits`;

const clearBits = (pairs: string) => `
  UPDATE news_item_bits AS known SET bits = known.bits & ~gone.bits FROM (${bitsOf(pairs)}) AS gone
  WHERE known.field = gone.field AND known.value = gone.value AND known.block = gone.block`;

/** Places items of the table or transition table `rows` in the order in which they come. */
const place = (rows: string) => `
  INSERT INTO news_item_place (news_item_id, block, bit, issued_on)
  SELECT id, number >> 13, number & 8191, issued_on
  FROM (SELECT id, issued_on, nextval('news_item_place_number') AS number FROM ${rows}) AS numbered`;

/** Rows that an update changed in what bits are kept of, as they were or as they are. */
const changed = (rows: 'before' | 'after') => `
  SELECT ${rows}.* FROM before JOIN after USING (id)
  WHERE (before.kind, before.issued_on, before.office_ids, before.country_ids, before.field_of_work_ids)
    IS DISTINCT FROM (after.kind, after.issued_on, after.office_ids, after.country_ids, after.field_of_work_ids)`;

const changedPairs = (rows: 'before' | 'after') =>
  `SELECT item.id, own.field, own.value FROM (${changed(rows)}) AS item CROSS JOIN LATERAL ${valuesOf('item')} AS own`;

/** A statement of a trigger that is planned for the rows at hand. */
const planned = (statement: string) => `EXECUTE $sql$${statement}$sql$;`;

/** Writers of news go one after another from their first write on, since they change the same blocks. */
const lock = 'PERFORM pg_advisory_xact_lock(1975, 50);';

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

      CREATE FUNCTION no_bits() RETURNS bit LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN repeat('0', 8192)::bit(8192);
      CREATE FUNCTION one_bit(place smallint) RETURNS bit LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN set_bit(repeat('0', 8192)::bit(8192), place, 1);

      CREATE FUNCTION news_item_values(
        kind text, issued_on text, office_ids uuid[], country_ids uuid[], field_of_work_ids uuid[]
      ) RETURNS TABLE (field text, value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE
      BEGIN ATOMIC
        SELECT '', ''
        UNION ALL SELECT 'kind', kind
        UNION ALL SELECT 'year', left(issued_on, 4) WHERE issued_on IS NOT NULL
        UNION ALL SELECT 'issuedBy', unnest(office_ids)::text
        UNION ALL SELECT 'countries', unnest(country_ids)::text
        UNION ALL SELECT 'fieldsOfWork', unnest(field_of_work_ids)::text;
      END;
      COMMENT ON FUNCTION news_item_values IS 'The values of a news item of which bits are kept.';

      -- Statements are planned anew each time: a plan made for one row would compare thousands each with each.
      CREATE FUNCTION keep_bits_of_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        ${lock}
        ${planned(place('after'))}
        ${planned(setBits(pairsOf('after')))}
        RETURN NULL;
      END $$;
      CREATE FUNCTION keep_bits_of_updated() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        changes bigint;
      BEGIN
        EXECUTE $sql$SELECT count(*) FROM (${changed('after')}) AS item$sql$ INTO changes;
        IF changes = 0 THEN RETURN NULL; END IF;
        ${lock}
        ${planned(clearBits(`${changedPairs('before')} EXCEPT ${changedPairs('after')}`))}
        ${planned(setBits(`${changedPairs('after')} EXCEPT ${changedPairs('before')}`))}
        ${planned(`
          UPDATE news_item_place AS place SET issued_on = after.issued_on FROM after
          WHERE place.news_item_id = after.id AND place.issued_on IS DISTINCT FROM after.issued_on`)}
        RETURN NULL;
      END $$;
      CREATE FUNCTION keep_bits_of_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        ${lock}
        ${planned(clearBits(pairsOf('before')))}
        ${planned('DELETE FROM news_item_place USING before WHERE news_item_id = before.id')}
        RETURN NULL;
      END $$;

      CREATE TRIGGER news_item_bits_insert AFTER INSERT ON news_item
        REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_bits_of_inserted();
      CREATE TRIGGER news_item_bits_update AFTER UPDATE ON news_item
        REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION keep_bits_of_updated();
      CREATE TRIGGER news_item_bits_delete AFTER DELETE ON news_item
        REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION keep_bits_of_deleted();

      ${place('news_item')};
      ${setBits(pairsOf('news_item'))};
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
