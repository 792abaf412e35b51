-- That the owner of an app was told of its warned calls without a governed prompt: once for each app and day, with the entry execution.warn_raw.
create table gateway_raw_warning (
  organization_id text not null,
  app_id text not null,
  day date not null,
  at timestamptz not null,
  primary key (organization_id, app_id, day)
);
grant select, insert on gateway_raw_warning to :server_role;
