-- Custom roles: named sets of permissions. A name stays the role's for good, retired or not, and is never a built-in one: a grant that
-- says it must not come to mean something else by accident. What a role holds now is here; the ledger holds the history.
create table access_role (
  organization_id text not null references access_organization (organization_id),
  id text not null,
  name text not null check (name ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'
    and name not in ('viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'responder', 'auditor', 'admin')),
  display_name text not null,
  description text not null,
  permissions text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  retired_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, name)
);

-- A grant names a built-in or a custom role. One whose role is neither gives nothing. To people, apps and teams; on the organization, a
-- library, or a part of one: a folder ends with a slash, an asset does not. After its end it gives nothing, and stays until somebody
-- takes it away or gives it anew.
alter table access_grant drop constraint access_grant_role_check;
alter table access_grant drop constraint access_grant_principal_id_check;
alter table access_grant add constraint access_grant_principal_id_check check
  (principal_id like 'per\_%' or principal_id like 'app\_%' or principal_id like 'tea\_%');
alter table access_grant add column path text check (path <> '' and path not like '/%');
alter table access_grant add column ends_at timestamptz;
alter table access_grant add constraint access_grant_path_in_library check (path is null or library_id is not null);
alter table access_grant drop constraint access_grant_organization_id_principal_id_role_library_id_key;
alter table access_grant add constraint access_grant_once unique nulls not distinct
  (organization_id, principal_id, role, library_id, path);

-- Who holds which grants: their own, and those of the teams that they are in, also by a team in them. The one place that says so:
-- everything that asks what somebody may do reads here. Whether a grant has ended is asked with the server's clock.
create view access_held as
  select held.organization_id, held.principal_id as holder_id, null::text as team_id, held.id, held.role, held.library_id, held.path,
    held.ends_at, role.permissions
  from access_grant held
  left join access_role role on role.organization_id = held.organization_id and role.name = held.role and role.retired_at is null
  union all
  select held.organization_id, member.member_id, held.principal_id, held.id, held.role, held.library_id, held.path, held.ends_at,
    role.permissions
  from access_team_member member
  join access_team team on team.organization_id = member.organization_id and team.id = member.team_id and team.retired_at is null
  join access_grant held on held.organization_id = team.organization_id and held.principal_id = team.id
  left join access_role role on role.organization_id = held.organization_id and role.name = held.role and role.retired_at is null
  union all
  select held.organization_id, member.member_id, held.principal_id, held.id, held.role, held.library_id, held.path, held.ends_at,
    role.permissions
  from access_team_member member
  join access_team part on part.organization_id = member.organization_id and part.id = member.team_id and part.retired_at is null
  join access_team_member nested on nested.organization_id = part.organization_id and nested.member_id = part.id
  join access_team team on team.organization_id = nested.organization_id and team.id = nested.team_id and team.retired_at is null
  join access_grant held on held.organization_id = team.organization_id and held.principal_id = team.id
  left join access_role role on role.organization_id = held.organization_id and role.name = held.role and role.retired_at is null;

grant select, insert, update (display_name, description, permissions, updated_at, retired_at) on access_role to :server_role;
grant select on access_held to :server_role;
