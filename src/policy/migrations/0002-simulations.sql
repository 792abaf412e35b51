-- A proposed policy tried on recorded calls. Begun with the entry policy.simulate, ended with policy.complete_simulation; in between the
-- node that computes it knows how far it is. `result` holds counts and ids, never content.
create table policy_simulation (
  organization_id text not null,
  id text not null,
  at timestamptz not null,
  by_id text not null,
  change_id text,
  proposed_version text not null,
  since timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  result jsonb,
  entry text not null,
  primary key (organization_id, id),
  check ((ended_at is null) = (result is null))
);
create index policy_simulation_by_time on policy_simulation (organization_id, at desc);
create index policy_simulation_by_change on policy_simulation (organization_id, change_id) where change_id is not null;
grant select, insert, update (ended_at, result) on policy_simulation to :server_role;
