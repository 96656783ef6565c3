-- TRUNCATE fires no trigger of rows.
CREATE OR REPLACE FUNCTION make_all_unsearchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM searchable WHERE kind = TG_ARGV[0];
  IF TG_ARGV[0] = 'NewsItem' THEN
    DELETE FROM searchable_text;
    DELETE FROM searchable_due;
  END IF;
  RETURN NULL;
END $$;
