-- Teams: named sets of people, so that a requirement can ask for one of them. A name stays the team's for good, retired or not:
-- a requirement that names it must not come to mean other people by accident.
create table access_team (
  organization_id text not null references access_organization (organization_id),
  id text not null,
  name text not null check (name ~ '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$'),
  display_name text not null,
  description text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  retired_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, name)
);

-- People, and teams that have people only. Who is in it now: the ledger holds the history.
create table access_team_member (
  organization_id text not null,
  team_id text not null,
  member_id text not null check (member_id like 'per\_%' or member_id like 'tea\_%'),
  added_by text not null,
  added_at timestamptz not null,
  primary key (organization_id, team_id, member_id),
  foreign key (organization_id, team_id) references access_team (organization_id, id)
);
create index access_team_member_by_member on access_team_member (organization_id, member_id);

grant select, insert, update (display_name, description, updated_at, retired_at) on access_team to :server_role;
grant select, insert, delete on access_team_member to :server_role;

alter table access_grant drop constraint access_grant_role_check;
alter table access_grant add constraint access_grant_role_check check
  (role in ('viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'responder', 'auditor', 'admin'));

-- When the session's person last proved who they are. Sessions that were there have done so when they began.
alter table access_session add column authenticated_at timestamptz;
update access_session set authenticated_at = created_at;
alter table access_session alter column authenticated_at set not null;
grant update (authenticated_at) on access_session to :server_role;
