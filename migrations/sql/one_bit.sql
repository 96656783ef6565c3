CREATE OR REPLACE FUNCTION one_bit(place smallint) RETURNS bit LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN set_bit(repeat('0', 8192)::bit(8192), place, 1);
