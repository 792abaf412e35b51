-- Environments of an organization. `staging` and `production` are there without a row (environments/environment.ts); a row adds one or
-- overrides one of those. Rows are never deleted: a retired environment keeps its history and can be created again.
create table libraries_environment (
  organization_id text not null,
  name text not null check (name ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  display_name text not null,
  description text not null,
  position integer not null,
  protected boolean not null,
  created_at timestamptz not null,
  created_by text not null,
  retired_at timestamptz,
  primary key (organization_id, name),
  check (name <> 'production' or retired_at is null)
);

-- Why a pointer moved, and the entry that says so. Moves made before this migration have neither.
alter table libraries_pointer add column reason text;
alter table libraries_pointer add column entry_id text;
create index libraries_pointer_history on libraries_pointer
  (organization_id, environment, moved_at desc, library_id desc, path desc, sequence desc);

grant select, insert on libraries_environment to :server_role;
grant update (display_name, description, position, retired_at) on libraries_environment to :server_role;
