CREATE OR REPLACE FUNCTION news_item_content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changes jsonb[];
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    changes := ARRAY[jsonb_build_object('kind', 'NewsItem')];
  ELSIF TG_OP = 'INSERT' THEN
    changes := ARRAY(SELECT jsonb_build_object('kind', 'NewsItem', 'id', n.id, 'new', news_item_state(n))
      FROM new_rows AS n LIMIT 101);
  ELSIF TG_OP = 'DELETE' THEN
    changes := ARRAY(SELECT jsonb_build_object('kind', 'NewsItem', 'id', o.id, 'old', news_item_state(o))
      FROM old_rows AS o LIMIT 101);
  ELSIF (SELECT count(*) FROM (SELECT FROM new_rows LIMIT 101) AS many) > 100 THEN
    changes := ARRAY[jsonb_build_object('kind', 'NewsItem')];
  ELSE
    changes := ARRAY(SELECT jsonb_build_object('kind', 'NewsItem', 'id', coalesce(o.id, n.id),
        'old', CASE WHEN o.id IS NOT NULL THEN news_item_state(o) END,
        'new', CASE WHEN n.id IS NOT NULL THEN news_item_state(n) END)
      FROM old_rows AS o FULL JOIN new_rows AS n ON n.id = o.id
      WHERE o IS DISTINCT FROM n);
  END IF;
  PERFORM notify_content_changed(changes, 'NewsItem');
  RETURN NULL;
END $$;
