-- Adds the words of a name or title to those that mistyped words are compared with.
CREATE OR REPLACE FUNCTION learn_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_word (word)
  SELECT DISTINCT word
  FROM (SELECT coalesce(to_jsonb(NEW) ->> 'title', to_jsonb(NEW) ->> 'name')) AS given(text),
    unnest(tsvector_to_array(to_tsvector('graph_words', text))) AS word
  WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word ON CONFLICT (word) DO NOTHING;
  RETURN NULL;
END $$;
