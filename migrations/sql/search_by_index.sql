CREATE OR REPLACE FUNCTION search_by_index(asked tsquery, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
  -- The index of words, always: PostgreSQL may think that a word is common and that a table's beginning will do.
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
BEGIN ATOMIC
  SELECT node_id FROM searchable WHERE vector @@ asked LIMIT most;
END;
