-- One append-only Merkle log per organization (docs/formats.md; design.md §8).
-- The server's role may insert and select here, nothing more; only the queue may it also empty.

grant usage on schema public to :server_role;

-- Each log's signing keys. The private key is wrapped with the master key.
create table ledger_key (
  organization_id text not null,
  id text not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  private_key_wrapped bytea not null,
  made_at timestamptz not null default now(),
  primary key (organization_id, id)
);

-- Leaves: the exact bytes that are hashed. Durable in the transaction that made them. The columns after `leaf` repeat what it says,
-- for filters only: nothing is shown or proven from them. No foreign key to ledger_key: every insert of a log would lock its one row
-- (the insert statement itself asks for the key, without a lock).
create table ledger_leaf (
  organization_id text not null,
  id text not null,
  leaf bytea not null check (octet_length(leaf) <= 65535),
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  actor_id text not null,
  at timestamptz not null,
  primary key (organization_id, id)
);
create index ledger_leaf_by_action on ledger_leaf (organization_id, action, id);
create index ledger_leaf_by_subject on ledger_leaf (organization_id, subject_id, id);
create index ledger_leaf_by_actor on ledger_leaf (organization_id, actor_id, id);

-- Which leaves wait for the integrator, in order of arrival. Only an index of ledger_leaf minus ledger_position: it can be rebuilt.
create table ledger_pending (
  organization_id text not null,
  sequence bigint generated always as identity,
  id text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (organization_id, sequence)
);

-- The order of the log. Unique both ways: no two leaves at one index, no leaf at two.
create table ledger_position (
  organization_id text not null,
  index bigint not null check (index >= 0),
  id text not null,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  primary key (organization_id, index),
  unique (organization_id, id),
  foreign key (organization_id, id) references ledger_leaf (organization_id, id)
);

-- Roots of complete subtrees: level L ≥ 1, index N covers the leaves [N·256^L, (N+1)·256^L).
create table ledger_hash (
  organization_id text not null,
  level smallint not null check (level between 1 and 6),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (organization_id, level, index)
);

-- Every head that was ever signed. `note` is what is published; the other columns find it.
create table ledger_checkpoint (
  organization_id text not null,
  tree_size bigint not null check (tree_size >= 0),
  root_hash bytea not null check (octet_length(root_hash) = 32),
  note text not null,
  signed_at timestamptz not null,
  primary key (organization_id, tree_size)
);

revoke all on ledger_key, ledger_leaf, ledger_pending, ledger_position, ledger_hash, ledger_checkpoint from public, :server_role;
grant select, insert on ledger_key, ledger_leaf, ledger_pending, ledger_position, ledger_hash, ledger_checkpoint to :server_role;
grant delete on ledger_pending to :server_role;
