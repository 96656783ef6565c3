CREATE OR REPLACE FUNCTION search_whole_words(input text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN input ~ '[\u0400-\u04FF]'
  THEN websearch_to_tsquery('graph_english', input) || websearch_to_tsquery('graph_russian', input)
  ELSE websearch_to_tsquery('graph_english', input)
END || websearch_to_tsquery('graph_words', input);

COMMENT ON FUNCTION search_whole_words IS 'What a reader typed as a query, the last word as it stands.';
