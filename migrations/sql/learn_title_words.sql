-- The same for many titles.
CREATE OR REPLACE FUNCTION learn_title_words(titles text[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_word (word)
  SELECT word FROM (
    -- OFFSET 0: few words are met again and again, and each is looked at once.
    SELECT DISTINCT word
    FROM unnest(titles) AS title, unnest(tsvector_to_array(to_tsvector('graph_words', title))) AS word OFFSET 0
  ) AS given
  WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word ON CONFLICT (word) DO NOTHING
$$;
