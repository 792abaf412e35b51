-- Searches of entries that somebody saved for themselves.
create table ledger_saved_search (
  organization_id text not null,
  id text not null,
  owner_id text not null,
  name text not null,
  query jsonb not null,
  made_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, owner_id, name)
);

-- "Audit reviewed": who looked at which entries, when, and what they found. The words stand beside the log, a commitment to them in it.
create table ledger_attestation (
  organization_id text not null,
  id text not null,
  from_index bigint not null check (from_index >= 0),
  tree_size bigint not null check (tree_size > from_index),
  root_hash bytea not null check (octet_length(root_hash) = 32),
  conclusion text not null check (conclusion in ('nothing', 'findings')),
  findings text not null,
  salt bytea not null,
  by_id text not null,
  at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, id)
);
revoke all on ledger_saved_search, ledger_attestation from public, :server_role;
grant select, insert, delete on ledger_saved_search to :server_role;
grant select, insert on ledger_attestation to :server_role;
