CREATE OR REPLACE FUNCTION title_key(title text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN hashtextextended(regexp_replace(fold(title), '[[:space:][:punct:]]+', '', 'g'), 0);

COMMENT ON FUNCTION title_key IS 'Equal for titles of the same letters and digits, whatever their case, accents and signs.';
