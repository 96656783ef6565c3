CREATE OR REPLACE FUNCTION search_query(input text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT websearch_to_tsquery('graph_english', input) || CASE
      -- The last word may be unfinished. Whatever else a query ends with (a negated group) stays as it is.
      WHEN words::text LIKE '%''' THEN (words::text || ':*')::tsquery
      ELSE words
    END
  FROM websearch_to_tsquery('graph_words', input) AS words
);

COMMENT ON FUNCTION search_query IS
  'What a reader typed as a query: words, "phrases", or, -not; the last word counts also as a beginning.';
