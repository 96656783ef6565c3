CREATE OR REPLACE FUNCTION notify_content_changed(changes jsonb[], kind text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  change jsonb;
BEGIN
  IF cardinality(changes) > 100 THEN
    changes := ARRAY[jsonb_build_object('kind', kind)];
  END IF;
  FOREACH change IN ARRAY changes LOOP
    -- A notification holds less than 8,000 bytes.
    PERFORM pg_notify('content_changed',
      CASE WHEN octet_length(change::text) < 7900 THEN change::text ELSE jsonb_build_object('kind', kind)::text END);
  END LOOP;
END $$;
