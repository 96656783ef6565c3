CREATE OR REPLACE FUNCTION make_changed_text_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Planned for the rows at hand: a plan made for one row would compare thousands each with each.
  IF current_setting('graph.whole_texts', true) = 'later' THEN
    EXECUTE $sql$ WITH changed AS (
        SELECT after.id, after.body FROM before JOIN after USING (id)
        WHERE (before.title, before.lead, before.body, before.issued_on)
          IS DISTINCT FROM (after.title, after.lead, after.body, after.issued_on)
      )
      INSERT INTO searchable_text_due SELECT id FROM changed
      ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id; $sql$;
  ELSE
    EXECUTE $sql$ WITH changed AS (
        SELECT after.id, after.body FROM before JOIN after USING (id)
        WHERE (before.title, before.lead, before.body, before.issued_on)
          IS DISTINCT FROM (after.title, after.lead, after.body, after.issued_on)
      ) DELETE FROM searchable_text_due USING changed WHERE node_id = changed.id $sql$;
    EXECUTE $sql$ WITH changed AS (
        SELECT after.id, after.body FROM before JOIN after USING (id)
        WHERE (before.title, before.lead, before.body, before.issued_on)
          IS DISTINCT FROM (after.title, after.lead, after.body, after.issued_on)
      )
      INSERT INTO searchable_text (node_id, sort_key, vector)
      SELECT node_id, sort_key, vector || search_stems(coalesce(changed.body, ''))
      FROM changed JOIN searchable ON node_id = changed.id
      ON CONFLICT (node_id) DO UPDATE SET sort_key = excluded.sort_key, vector = excluded.vector; $sql$;
  END IF;
  RETURN NULL;
END $$;
