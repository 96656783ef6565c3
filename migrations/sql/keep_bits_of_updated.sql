-- Each statement is planned for the rows at hand (EXECUTE): a plan made for one row would compare thousands each with each.
CREATE OR REPLACE FUNCTION keep_bits_of_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  -- The rows that changed in what bits are kept of, and their values as they were and as they are.
  changed CONSTANT text := $sql$
    FROM before JOIN after USING (id)
    WHERE (before.kind, before.issued_on, before.office_ids, before.country_ids, before.field_of_work_ids)
      IS DISTINCT FROM (after.kind, after.issued_on, after.office_ids, after.country_ids, after.field_of_work_ids)
  $sql$;
  pairs CONSTANT text := $sql$
    SELECT item.id, own.field, own.value
    FROM (SELECT %1$s.* %2$s) AS item CROSS JOIN LATERAL news_item_values(
      item.kind, item.issued_on, item.office_ids, item.country_ids, item.field_of_work_ids) AS own
  $sql$;
  was CONSTANT text := format(pairs, 'before', changed);
  now CONSTANT text := format(pairs, 'after', changed);
  changes bigint;
BEGIN
  EXECUTE 'SELECT count(*)' || changed INTO changes;
  IF changes = 0 THEN RETURN NULL; END IF;
  -- Writers of news go one after another from their first write on, since they change the same blocks.
  PERFORM pg_advisory_xact_lock(1975, 50);
  EXECUTE format($sql$
    WITH pair AS (%s EXCEPT %s), gone AS (
      SELECT pair.field, pair.value, place.block, bit_or(one_bit(place.bit)) AS bits
      FROM pair JOIN news_item_place AS place ON place.news_item_id = pair.id
      GROUP BY pair.field, pair.value, place.block
    )
    UPDATE news_item_bits AS known SET bits = known.bits & ~gone.bits FROM gone
    WHERE known.field = gone.field AND known.value = gone.value AND known.block = gone.block
  $sql$, was, now);
  EXECUTE format($sql$
    WITH pair AS (%s EXCEPT %s)
    INSERT INTO news_item_bits AS known (field, value, block, bits)
    SELECT pair.field, pair.value, place.block, bit_or(one_bit(place.bit))
    FROM pair JOIN news_item_place AS place ON place.news_item_id = pair.id
    GROUP BY pair.field, pair.value, place.block
    ON CONFLICT (field, value, block) DO UPDATE SET bits = known.bits | excluded.bits
  $sql$, now, was);
  EXECUTE $sql$
    UPDATE news_item_place AS place SET issued_on = after.issued_on FROM after
    WHERE place.news_item_id = after.id AND place.issued_on IS DISTINCT FROM after.issued_on
  $sql$;
  RETURN NULL;
END $$;
