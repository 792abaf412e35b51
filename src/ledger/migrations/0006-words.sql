-- The same words as before, at half the cost: `translate` looks at every character once for each of the 32 signs.
create or replace function ledger_words(leaf bytea) returns tsvector language sql immutable parallel safe cost 10000 as $$
  select to_tsvector('simple', regexp_replace(string_agg(value #>> '{}', ' '), '[]!"#$%&''()*+,./:;<=>?@[\\^_`{|}~-]+', ' ', 'g'))
  from jsonb_path_query(convert_from(leaf, 'UTF8')::jsonb, 'strict $.**') as value
  where jsonb_typeof(value) in ('string', 'number')
$$;
