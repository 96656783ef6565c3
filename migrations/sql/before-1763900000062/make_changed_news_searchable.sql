CREATE OR REPLACE FUNCTION make_changed_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Planned for the rows at hand: a plan made for one row would compare thousands each with each.
  EXECUTE $sql$
    WITH changed AS (
      SELECT after.* FROM before JOIN after USING (id)
      WHERE (before.title, before.lead, before.issued_on)
        IS DISTINCT FROM (after.title, after.lead, after.issued_on)
    )
    INSERT INTO searchable (node_id, kind, vector, sort_key)
    SELECT id, 'NewsItem',
      setweight(search_stems(changed.title) || to_tsvector('graph_words', changed.title), 'A')
        || setweight(search_stems(coalesce(changed.lead, '')), 'C'), coalesce(issued_on, '') FROM changed
    ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key;
  $sql$;
  EXECUTE $sql$
    INSERT INTO search_word (word)
    SELECT DISTINCT word FROM (SELECT after.title FROM before JOIN after USING (id) WHERE before.title <> after.title) AS given(text), unnest(tsvector_to_array(to_tsvector('graph_words', text))) AS word
    WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word ON CONFLICT (word) DO NOTHING;
  $sql$;
  RETURN NULL;
END $$;
