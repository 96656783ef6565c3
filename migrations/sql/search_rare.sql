CREATE OR REPLACE FUNCTION search_rare(input text, most integer) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE ROWS 1000 AS $$
BEGIN
  -- One in a hundred of the latest nodes: to give all would take longer than to see that they are many.
  IF (SELECT count(*) FROM searchable WHERE vector @@ search_whole_words(input) AND sort_key >=
    (SELECT sort_key FROM searchable ORDER BY sort_key DESC, node_id DESC OFFSET 4000 LIMIT 1)) > 40
  THEN RETURN QUERY SELECT NULL::uuid FROM generate_series(1, most);
  ELSE RETURN QUERY SELECT search_by_index(search_query(input), most);
  END IF;
END $$;

COMMENT ON FUNCTION search_rare IS
  'The nodes that have the words if they are fewer than asked; else as many rows as asked, of no meaning.';
