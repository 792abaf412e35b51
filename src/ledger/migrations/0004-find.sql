-- The words of an entry, for finding it: what it is about, and the texts in its data. ASCII punctuation parts words, so that ids, paths
-- and addresses are found by their pieces.
create function ledger_words(leaf bytea) returns tsvector language sql immutable parallel safe cost 10000 as $$
  select to_tsvector('simple', translate(string_agg(value #>> '{}', ' '), '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
  from jsonb_path_query(convert_from(leaf, 'UTF8')::jsonb, 'strict $.**') as value
  where jsonb_typeof(value) in ('string', 'number')
$$;

-- An index of the log by its order, for lists and searches. It follows the log and is rebuilt from it: nothing is shown or proven from it.
create table ledger_find (
  organization_id text not null,
  index bigint not null,
  id text not null,
  at timestamptz not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  actor_id text not null,
  words tsvector not null,
  primary key (organization_id, index)
);
create index ledger_find_by_action on ledger_find (organization_id, action text_pattern_ops, index);
create index ledger_find_by_subject on ledger_find (organization_id, subject_id, index);
create index ledger_find_by_actor on ledger_find (organization_id, actor_id, index);
create index ledger_find_by_time on ledger_find (organization_id, at, index);
create index ledger_find_by_words on ledger_find using gin (words);
revoke all on ledger_find from public, :server_role;
grant select, insert on ledger_find to :server_role;
