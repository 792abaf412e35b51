-- When something was last used, to about a minute. Bookkeeping, and so without entries: what was done with it has its own. Nothing of it need survive.
create table platform_last_use (
  organization_id text not null,
  id text not null,
  used_at timestamptz not null,
  primary key (organization_id, id)
);
grant select, insert, update on platform_last_use to :server_role;
