CREATE OR REPLACE FUNCTION make_news_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO searchable (node_id, kind, vector, sort_key)
  SELECT id, 'NewsItem',
    setweight(search_stems(after.title) || to_tsvector('graph_words', after.title), 'A')
      || setweight(search_stems(coalesce(after.lead, '')), 'C'), coalesce(issued_on, '') FROM after
  ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key;
  INSERT INTO search_word (word)
  SELECT DISTINCT word FROM (SELECT title FROM after) AS given(text), unnest(tsvector_to_array(to_tsvector('graph_words', text))) AS word
  WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word ON CONFLICT (word) DO NOTHING;
  RETURN NULL;
END $$;
