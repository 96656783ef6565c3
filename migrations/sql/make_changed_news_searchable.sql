CREATE OR REPLACE FUNCTION make_changed_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[];
  titles text[];
BEGIN
  -- Planned for the rows at hand: a plan made for one row would compare thousands each with each.
  EXECUTE $sql$
    SELECT array_agg(after.id), array_agg(after.title) FILTER (WHERE before.title <> after.title)
    FROM before JOIN after USING (id)
    WHERE (before.title, before.lead, before.body, before.issued_on)
      IS DISTINCT FROM (after.title, after.lead, after.body, after.issued_on)
  $sql$ INTO ids, titles;
  IF ids IS NULL THEN
    RETURN NULL;
  END IF;
  IF current_setting('graph.search', true) = 'later' THEN
    -- An update locks what is due already: its words must not be written as they were before, and then not be due.
    INSERT INTO searchable_due SELECT unnest(ids)
    ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id;
  ELSE
    DELETE FROM searchable_due WHERE node_id = ANY (ids);
    PERFORM make_items_searchable(ids);
  END IF;
  IF titles IS NOT NULL THEN
    PERFORM learn_title_words(titles);
  END IF;
  RETURN NULL;
END $$;
