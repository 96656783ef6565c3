CREATE OR REPLACE FUNCTION clear_bits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1975, 50);
  DELETE FROM news_item_bits;
  DELETE FROM news_item_place;
  RETURN NULL;
END $$;
