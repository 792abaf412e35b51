-- Every set of rules that an organization's calls were judged by, whole: what was judged can be judged again. Written with the entry
-- policy.apply when a set comes into force; never changed.
create table policy_set (
  organization_id text not null,
  version text not null,
  at timestamptz not null,
  schema text not null,
  rules jsonb not null,
  entry text not null,
  primary key (organization_id, version)
);
grant select, insert on policy_set to :server_role;

-- What policy refused: an index over the entries execution.refuse. The request holds names and classes, never content.
create table policy_refusal (
  organization_id text not null,
  execution_id text not null,
  at timestamptz not null,
  human_id text not null,
  verdict jsonb not null,
  primary key (organization_id, execution_id)
);
create index policy_refusal_by_time on policy_refusal (organization_id, at);
grant select, insert on policy_refusal to :server_role;
