CREATE OR REPLACE FUNCTION make_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  node jsonb;
  kind text := TG_ARGV[0];
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM searchable WHERE node_id = OLD.id;
    RETURN NULL;
  END IF;
  node := to_jsonb(NEW) - 'body';
  INSERT INTO searchable (node_id, kind, vector, names, sort_key) VALUES (
    NEW.id,
    kind,
    search_vector(coalesce(node ->> 'title', node ->> 'name'),
      CASE WHEN node ->> 'short_name' IS NULL THEN node -> 'names'
        ELSE coalesce(node -> 'names', '[]') || jsonb_build_array(jsonb_build_object('name', node ->> 'short_name'))
      END,
      node ->> 'lead'),
    CASE WHEN kind <> 'NewsItem' THEN ARRAY(
      SELECT fold(coalesce(node ->> 'title', node ->> 'name'))
      UNION ALL SELECT fold(other ->> 'name') FROM jsonb_array_elements(coalesce(node -> 'names', '[]')) AS other)
    END,
    CASE kind WHEN 'NewsItem' THEN coalesce(node ->> 'issued_on', '')
      WHEN 'Event' THEN coalesce(node ->> 'starts_on', '') ELSE '9999' END
  ) ON CONFLICT (node_id) DO UPDATE
    SET vector = excluded.vector, names = excluded.names, sort_key = excluded.sort_key;
  RETURN NULL;
END $$;
