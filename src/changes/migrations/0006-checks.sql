-- What apps report about exact contents. Append-only: the newest for a name and a digest counts.
create table changes_check_report (
  organization_id text not null,
  id text not null,
  change_id text not null,
  sequence bigint generated always as identity,
  name text not null,
  digest text not null,
  state text not null check (state in ('passed', 'failed', 'errored')),
  detail text not null,
  link text,
  valid_until timestamptz,
  reported_by text not null,
  reported_at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, id),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);
create index changes_check_report_by_change on changes_check_report (organization_id, change_id, name, sequence desc);

grant select, insert on changes_check_report to :server_role;
