CREATE OR REPLACE FUNCTION news_item_values(
  kind text, issued_on text, office_ids uuid[], country_ids uuid[], field_of_work_ids uuid[]
) RETURNS TABLE (field text, value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT '', ''
  UNION ALL SELECT 'kind', kind
  UNION ALL SELECT 'year', left(issued_on, 4) WHERE issued_on IS NOT NULL
  UNION ALL SELECT 'issuedBy', unnest(office_ids)::text
  UNION ALL SELECT 'countries', unnest(country_ids)::text
  UNION ALL SELECT 'fieldsOfWork', unnest(field_of_work_ids)::text;
END;

COMMENT ON FUNCTION news_item_values IS 'The values of a news item of which bits are kept.';
