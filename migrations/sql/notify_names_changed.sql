CREATE OR REPLACE FUNCTION notify_names_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE import_names SET token = gen_random_uuid();
  RETURN NULL;
END $$;
