CREATE OR REPLACE FUNCTION search_vector(name text, names jsonb, lead text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
  SELECT setweight(to_tsvector('graph_english', name) || to_tsvector('graph_words', name), 'A')
    || setweight(to_tsvector('graph_english', others) || to_tsvector('graph_words', others), 'B')
    || setweight(to_tsvector('graph_english', coalesce(lead, '')), 'C')
  FROM (
    SELECT coalesce(string_agg(other ->> 'name', ' / '), '') AS others
    FROM jsonb_array_elements(coalesce(names, '[]')) AS other
  ) AS former
);
