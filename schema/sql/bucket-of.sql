-- The bucket of a unit in PostgreSQL's own words (R6), for whoever checks a split against stored clicks. Nothing in the
-- product calls it: run this file in a database of your own. It agrees with the router to the bit, by fixtures/hash-vectors.json:
--
--   select bucket_of(salt, unit, 0)   salt: the experiment's; round 0 is the ordinary one, 1 … 16 are those of R8
--   returns 0 … 9 999; its owner is the first in a release's table whose end lies above it

-- 32-bit multiplication without sign. Whole products would not fit a bigint.
create or replace function multiply_32(a bigint, b bigint) returns bigint
  language sql immutable strict parallel safe
  return ((a & 65535) * b + ((((a >> 16) * b) & 65535) << 16)) & 4294967295;

create or replace function rotate_left_32(word bigint, bits integer) returns bigint
  language sql immutable strict parallel safe
  return ((word << bits) | (word >> (32 - bits))) & 4294967295;

-- MurmurHash3_x86_32 over the UTF-8 bytes of a text.
create or replace function hash_32(unit text, seed bigint) returns bigint
  language plpgsql immutable strict parallel safe
as $$
declare
  bytes bytea := convert_to(unit, 'UTF8');
  size integer := octet_length(bytes);
  hash bigint := seed;
  word bigint;
begin
  for block in 0 .. size / 4 loop
    word := 0;
    for i in reverse least(block * 4 + 3, size - 1) .. block * 4 loop
      word := (word << 8) | get_byte(bytes, i);
    end loop;
    hash := hash # multiply_32(rotate_left_32(multiply_32(word, 3432918353), 15), 461845907);
    -- The last block is the rest of up to three bytes: it is mixed in, and no more.
    exit when block = size / 4;
    hash := (rotate_left_32(hash, 13) * 5 + 3864292196) & 4294967295;
  end loop;
  hash := hash # size;
  hash := multiply_32(hash # (hash >> 16), 2246822507);
  hash := multiply_32(hash # (hash >> 13), 3266489909);
  return hash # (hash >> 16);
end
$$;

create or replace function bucket_of(salt bigint, unit text, round integer) returns integer
  language sql immutable strict parallel safe
  return (hash_32(unit, (salt + round * 2654435769) & 4294967295) * 10000) >> 32;
