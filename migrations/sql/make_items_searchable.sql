CREATE OR REPLACE FUNCTION make_items_searchable(ids uuid[]) RETURNS void LANGUAGE plpgsql
  -- By keys, always: while a table grows from nothing PostgreSQL does not know how many rows it has.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
BEGIN
  WITH item AS MATERIALIZED (
    SELECT id, coalesce(issued_on, '') AS sort_key, search_stems(coalesce(body, '')) AS body,
      setweight(search_stems(title) || to_tsvector('graph_words', title), 'A')
        || setweight(search_stems(coalesce(lead, '')), 'C') AS head
    FROM news_item WHERE id = ANY (ids)
  ), headed AS (
    INSERT INTO searchable AS s (node_id, kind, vector, sort_key) SELECT id, 'NewsItem', head, sort_key FROM item
    ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key
      WHERE (s.vector, s.sort_key) IS DISTINCT FROM (excluded.vector, excluded.sort_key)
  )
  INSERT INTO searchable_text (node_id, sort_key, vector) SELECT id, sort_key, head || body FROM item
  ON CONFLICT (node_id) DO UPDATE SET vector = excluded.vector, sort_key = excluded.sort_key;
END $$;

COMMENT ON FUNCTION make_items_searchable IS 'Writes the words of news items, of title and lead and of the whole text.';
