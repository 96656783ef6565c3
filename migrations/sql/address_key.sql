CREATE OR REPLACE FUNCTION address_key(url text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN hashtextextended(
  rtrim(regexp_replace(lower(url), '^https?://(www\.)?|[?&]utm_[^&#]*|#.*$', '', 'g'), '/'), 0);

COMMENT ON FUNCTION address_key IS
  'Equal for addresses of one page: without scheme, www, fragment, closing slash and what campaigns add.';
