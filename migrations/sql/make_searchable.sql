-- For any noun but news, which are written in bulk: make_searchable(kind, column of its date or none).
CREATE OR REPLACE FUNCTION make_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  node jsonb;
  main text;
  others jsonb;
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM searchable WHERE node_id = OLD.id;
    RETURN NULL;
  END IF;
  node := to_jsonb(NEW) - 'body';
  main := coalesce(node ->> 'title', node ->> 'name');
  others := coalesce(node -> 'names', '[]');
  INSERT INTO searchable (node_id, kind, vector, names, sort_key) VALUES (
    NEW.id,
    TG_ARGV[0],
    search_vector(main,
      CASE WHEN node ->> 'short_name' IS NULL THEN others
        ELSE others || jsonb_build_array(jsonb_build_object('name', node ->> 'short_name')) END,
      node ->> 'lead'),
    ARRAY(SELECT fold(main) UNION ALL SELECT fold(other ->> 'name') FROM jsonb_array_elements(others) AS other),
    CASE WHEN TG_NARGS = 1 THEN '9999' ELSE coalesce(node ->> TG_ARGV[1], '') END
  ) ON CONFLICT (node_id) DO UPDATE
    SET vector = excluded.vector, names = excluded.names, sort_key = excluded.sort_key;
  RETURN NULL;
END $$;
