CREATE OR REPLACE FUNCTION make_news_unsearchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM searchable USING before WHERE node_id = before.id;
  RETURN NULL;
END $$;
