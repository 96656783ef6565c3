CREATE OR REPLACE FUNCTION make_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('graph.search', true) = 'later' THEN
    INSERT INTO searchable_due SELECT id FROM after
    ON CONFLICT (node_id) DO UPDATE SET node_id = excluded.node_id;
  ELSE
    PERFORM make_items_searchable(ARRAY(SELECT id FROM after));
  END IF;
  PERFORM learn_title_words(ARRAY(SELECT title FROM after));
  RETURN NULL;
END $$;
