CREATE OR REPLACE FUNCTION make_due_texts_searchable(most integer) RETURNS integer LANGUAGE plpgsql
  -- By keys, always: while a table grows from nothing PostgreSQL does not know how many rows it has.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  ids uuid[];
BEGIN
  ids := ARRAY(SELECT node_id FROM searchable_text_due LIMIT most FOR UPDATE SKIP LOCKED);
  IF cardinality(ids) = 0 THEN
    RETURN 0;
  END IF;
  -- Statements of their own: what they read is no older than the locks.
  DELETE FROM searchable_text_due WHERE node_id = ANY (ids);
  EXECUTE $sql$
    WITH due AS (SELECT id, body FROM news_item WHERE id = ANY ($1))
    INSERT INTO searchable_text (node_id, sort_key, vector)
    SELECT node_id, sort_key, vector || search_stems(coalesce(due.body, ''))
    FROM due JOIN searchable ON node_id = due.id
    ON CONFLICT (node_id) DO UPDATE SET sort_key = excluded.sort_key, vector = excluded.vector;
  $sql$ USING ids;
  -- Searches that were answered since the commit of the items did not find them.
  PERFORM notify_content_changed(ARRAY(
      SELECT jsonb_build_object('kind', 'NewsItem', 'id', n.id, 'old', news_item_state(n), 'new', news_item_state(n))
      FROM news_item AS n WHERE n.id = ANY (ids) LIMIT 101), 'NewsItem');
  RETURN cardinality(ids);
END $$;

COMMENT ON FUNCTION make_due_texts_searchable IS
  'Writes the words of as many news items as are asked for, of those that are due; gives how many there were.';
