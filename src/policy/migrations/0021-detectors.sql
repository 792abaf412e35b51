-- Outside detectors of data classes: an address, a sealed secret, and what happens when it does not answer. One that ends keeps its row.
create table policy_detector (
  organization_id text not null,
  id text not null,
  name text not null,
  url text not null,
  secret_wrapped bytea,
  timeout_ms integer not null,
  on_failure text not null check (on_failure in ('refuse', 'go_on')),
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id)
);
grant select, insert, update (ended_at) on policy_detector to :server_role;
