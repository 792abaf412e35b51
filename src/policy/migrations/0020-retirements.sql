-- That owners of prompts were told of a model's retirement: once for each model, day and how long before. Written with the entry model.retire_soon.
create table policy_retirement (
  organization_id text not null,
  provider text not null,
  model text not null,
  retires date not null,
  days integer not null,
  at timestamptz not null,
  entry text not null,
  primary key (organization_id, provider, model, retires, days)
);
grant select, insert on policy_retirement to :server_role;
