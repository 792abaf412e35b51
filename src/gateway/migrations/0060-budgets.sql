-- How much may be used in a period: of money (micro-USD), tokens or executions, by whom or of what. `target`: an id, or the name of a use
-- case or model; '' for the organization. One in force for each scope, target, unit and period.
create table gateway_budget (
  organization_id text not null,
  id text not null,
  scope text not null check (scope in ('organization', 'team', 'person', 'app', 'key', 'library', 'use_case', 'model')),
  target text not null,
  unit text not null check (unit in ('micro_usd', 'tokens', 'executions')),
  period text not null check (period in ('minute', 'day', 'month')),
  most bigint not null check (most >= 0),
  hard boolean not null,
  set_by text not null,
  set_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id)
);
create unique index gateway_budget_in_force on gateway_budget (organization_id, scope, target, unit, period) where ended_at is null;

-- What is gone of a budget in one period: for good, and reserved by what runs now. Locked by whoever reserves or settles.
create table gateway_budget_use (
  organization_id text not null,
  budget_id text not null,
  period_start timestamptz not null,
  spent bigint not null default 0 check (spent >= 0),
  reserved bigint not null default 0 check (reserved >= 0),
  alerted integer not null default 0,
  primary key (organization_id, budget_id, period_start)
) with (fillfactor = 50);

-- What each running execution has reserved, so that a crash between reserving and settling can be made good.
create table gateway_reservation (
  organization_id text not null,
  execution_id text not null,
  budget_id text not null,
  period_start timestamptz not null,
  amount bigint not null check (amount >= 0),
  primary key (organization_id, execution_id, budget_id)
);

grant select, insert, update on gateway_budget, gateway_budget_use to :server_role;
grant select, insert, delete on gateway_reservation to :server_role;
