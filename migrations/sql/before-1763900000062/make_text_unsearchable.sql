CREATE OR REPLACE FUNCTION make_text_unsearchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM searchable_text_due USING before WHERE node_id = before.id;
  DELETE FROM searchable_text USING before WHERE node_id = before.id;
  RETURN NULL;
END $$;
