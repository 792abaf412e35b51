-- Losses of history that an operator accepted: what somebody outside the database remembered, and what the log went on from. For ever.
create table ledger_rollback (
  organization_id text not null,
  id text not null,
  -- The anchor or witness that remembered it.
  source text not null,
  lost_size bigint not null check (lost_size >= 0),
  -- Null where it was only said, and nothing shown.
  lost_root bytea check (octet_length(lost_root) = 32),
  lost_note text,
  kept_size bigint not null check (kept_size >= 0),
  kept_root bytea not null check (octet_length(kept_root) = 32),
  kept_at timestamptz,
  accepted_by text not null,
  reason text not null,
  salt bytea not null,
  accepted_at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, id)
);
revoke all on ledger_rollback from public, :server_role;
grant select, insert on ledger_rollback to :server_role;
