-- clear_ids_of_links(column of news_item that repeats the ids of the links)
CREATE OR REPLACE FUNCTION clear_ids_of_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('UPDATE news_item SET %1$I = %2$L WHERE %1$I <> %2$L', TG_ARGV[0], '{}');
  RETURN NULL;
END $$;
