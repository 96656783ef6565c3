-- What the conditions of lists can ask of an item: see NodeState in src/graph/invalidation.ts.
CREATE OR REPLACE FUNCTION news_item_state(item news_item) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'values', jsonb_build_object('slug', item.slug, 'kind', item.kind, 'issued_on', item.issued_on,
      'issued_key', item.issued_key),
    'links', jsonb_build_object('news_item_office', item.office_ids,
      'news_item_field_of_work', item.field_of_work_ids, 'news_item_country', item.country_ids))
$$;
