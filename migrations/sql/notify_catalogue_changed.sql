CREATE OR REPLACE FUNCTION notify_catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The same text twice in a transaction is delivered once, when it commits.
  PERFORM pg_notify('catalogue_changed', '');
  RETURN NULL;
END $$;
