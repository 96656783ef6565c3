-- content_changed(kind of the node, column of its id, column of the id at the far end of a link or '')
CREATE OR REPLACE FUNCTION content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changes jsonb[];
  rows jsonb[];
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    PERFORM notify_content_changed(ARRAY[jsonb_build_object('kind', TG_ARGV[0])], TG_ARGV[0]);
    RETURN NULL;
  ELSIF TG_OP = 'INSERT' THEN
    -- One row more than are told one by one is enough to know that there are many.
    rows := ARRAY(SELECT to_jsonb(n) FROM new_rows n LIMIT 101);
  ELSIF TG_OP = 'DELETE' THEN
    rows := ARRAY(SELECT to_jsonb(o) FROM old_rows o LIMIT 101);
  ELSIF (SELECT count(*) FROM (SELECT FROM new_rows LIMIT 101) AS many) > 100 THEN
    PERFORM notify_content_changed(ARRAY[jsonb_build_object('kind', TG_ARGV[0])], TG_ARGV[0]);
    RETURN NULL;
  ELSE
    rows := ARRAY(SELECT to_jsonb(o) FROM old_rows o EXCEPT ALL SELECT to_jsonb(n) FROM new_rows n)
      || ARRAY(SELECT to_jsonb(n) FROM new_rows n EXCEPT ALL SELECT to_jsonb(o) FROM old_rows o);
  END IF;
  changes := ARRAY(SELECT DISTINCT jsonb_strip_nulls(jsonb_build_object(
      'kind', TG_ARGV[0],
      'id', r ->> TG_ARGV[1],
      'table', CASE WHEN TG_ARGV[1] <> 'id' THEN TG_TABLE_NAME END,
      'far', r ->> nullif(TG_ARGV[2], ''),
      'key', r ->> 'issued_key'))
    FROM unnest(rows) AS r);
  PERFORM notify_content_changed(changes, TG_ARGV[0]);
  RETURN NULL;
END $$;
