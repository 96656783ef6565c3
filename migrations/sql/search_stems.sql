CREATE OR REPLACE FUNCTION search_stems(input text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN input ~ '[\u0400-\u04FF]'
  THEN to_tsvector('graph_english', input) || to_tsvector('graph_russian', input)
  ELSE to_tsvector('graph_english', input) END;

COMMENT ON FUNCTION search_stems IS
  'The words of a text without their endings: English, and Russian where there is Cyrillic script.';
