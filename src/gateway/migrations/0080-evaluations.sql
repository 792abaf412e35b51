-- Runs of evaluations. What was said and what came out is in the executions; here is what the checks say of it, without its words.
create table gateway_evaluation (
  organization_id text not null,
  id text not null,
  library_id text not null,
  change_id text,
  path text,
  version text not null,
  baseline text,
  -- What a change held when it began.
  digest text,
  head text,
  state text not null check (state in ('running', 'passed', 'failed', 'errored')),
  total integer not null check (total > 0),
  detail text not null,
  started_by text not null,
  human_id text not null,
  started_at timestamptz not null,
  deadline timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id)
);
create index gateway_evaluation_by_library on gateway_evaluation (organization_id, library_id, started_at desc, id desc);
create index gateway_evaluation_by_change on gateway_evaluation (organization_id, change_id, started_at desc) where change_id is not null;
create index gateway_evaluation_due on gateway_evaluation (deadline) where state = 'running';

create table gateway_evaluation_case (
  organization_id text not null,
  evaluation_id text not null,
  place integer not null,
  path text not null,
  prompt text not null,
  description text,
  line integer not null,
  candidate jsonb not null,
  baseline jsonb,
  primary key (organization_id, evaluation_id, place)
);
grant select, insert, update on gateway_evaluation to :server_role;
grant select, insert on gateway_evaluation_case to :server_role;
