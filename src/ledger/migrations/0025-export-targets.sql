-- Where the log is pushed to: a SIEM over syslog, a collector, any HTTPS receiver.
create table ledger_export_target (
  organization_id text not null,
  id text not null,
  name text not null,
  kind text not null check (kind in ('syslog', 'otlp', 'https')),
  form text not null check (form in ('ocsf', 'otlp', 'cef')),
  url text not null,
  ca text,
  header_name text,
  header_wrapped bytea,
  state text not null check (state in ('running', 'paused', 'ended')),
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  check ((header_name is null) = (header_wrapped is null))
);
create unique index ledger_export_target_name on ledger_export_target (organization_id, name) where state <> 'ended';

-- How far each has come. Bookkeeping: it moves without an entry, as followers do, for an entry of its own would have to be sent too.
create table ledger_export_place (
  organization_id text not null,
  target_id text not null,
  next_index bigint not null check (next_index >= 0),
  due_at timestamptz not null,
  failures integer not null default 0,
  error text,
  failed_at timestamptz,
  sent_at timestamptz,
  claim text,
  claimed_until timestamptz,
  primary key (organization_id, target_id),
  foreign key (organization_id, target_id) references ledger_export_target (organization_id, id)
);
revoke all on ledger_export_target, ledger_export_place from public, :server_role;
grant select, insert, update on ledger_export_target, ledger_export_place to :server_role;
