-- Each statement is planned for the rows at hand (EXECUTE): a plan made for one row would compare thousands each with each.
CREATE OR REPLACE FUNCTION keep_bits_of_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Writers of news go one after another from their first write on, since they change the same blocks.
  PERFORM pg_advisory_xact_lock(1975, 50);
  EXECUTE $sql$
    INSERT INTO news_item_place (news_item_id, block, bit, issued_on)
    SELECT id, number >> 13, number & 8191, issued_on
    FROM (SELECT id, issued_on, nextval('news_item_place_number') AS number FROM after) AS numbered
  $sql$;
  EXECUTE $sql$
    WITH pair AS (
      SELECT item.id, own.field, own.value
      FROM after AS item CROSS JOIN LATERAL news_item_values(
        item.kind, item.issued_on, item.office_ids, item.country_ids, item.field_of_work_ids) AS own
    )
    INSERT INTO news_item_bits AS known (field, value, block, bits)
    SELECT pair.field, pair.value, place.block, bit_or(one_bit(place.bit))
    FROM pair JOIN news_item_place AS place ON place.news_item_id = pair.id
    GROUP BY pair.field, pair.value, place.block
    ON CONFLICT (field, value, block) DO UPDATE SET bits = known.bits | excluded.bits
  $sql$;
  RETURN NULL;
END $$;
