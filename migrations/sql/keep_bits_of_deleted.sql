-- Each statement is planned for the rows at hand (EXECUTE): a plan made for one row would compare thousands each with each.
CREATE OR REPLACE FUNCTION keep_bits_of_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Writers of news go one after another from their first write on, since they change the same blocks.
  PERFORM pg_advisory_xact_lock(1975, 50);
  EXECUTE $sql$
    WITH pair AS (
      SELECT item.id, own.field, own.value
      FROM before AS item CROSS JOIN LATERAL news_item_values(
        item.kind, item.issued_on, item.office_ids, item.country_ids, item.field_of_work_ids) AS own
    ), gone AS (
      SELECT pair.field, pair.value, place.block, bit_or(one_bit(place.bit)) AS bits
      FROM pair JOIN news_item_place AS place ON place.news_item_id = pair.id
      GROUP BY pair.field, pair.value, place.block
    )
    UPDATE news_item_bits AS known SET bits = known.bits & ~gone.bits FROM gone
    WHERE known.field = gone.field AND known.value = gone.value AND known.block = gone.block
  $sql$;
  EXECUTE $sql$ DELETE FROM news_item_place USING before WHERE news_item_id = before.id $sql$;
  RETURN NULL;
END $$;
