CREATE OR REPLACE FUNCTION make_text_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('graph.whole_texts', true) = 'later' THEN
    INSERT INTO searchable_text_due SELECT id FROM after
    ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id;
  ELSE
    EXECUTE $sql$
      INSERT INTO searchable_text (node_id, sort_key, vector)
      SELECT node_id, sort_key, vector || search_stems(coalesce(after.body, ''))
      FROM after JOIN searchable ON node_id = after.id
      ON CONFLICT (node_id) DO UPDATE SET sort_key = excluded.sort_key, vector = excluded.vector; $sql$;
  END IF;
  RETURN NULL;
END $$;
