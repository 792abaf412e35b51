-- Bearer tokens of provisioning (SCIM 2.0), of which only SHA-256 is kept.
create table access_scim_token (
  organization_id text not null references access_organization (organization_id),
  id text not null,
  prefix text not null unique,
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id)
);

-- What provisioning knows about people beside what we know. Deleted there: the person stays, deactivated, because history names them.
create table access_scim_person (
  organization_id text not null,
  person_id text not null,
  user_name text not null,
  external_id text,
  given_name text,
  family_name text,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);
create unique index access_scim_person_user_name on access_scim_person (organization_id, lower(user_name)) where deleted_at is null;

create table access_scim_group (
  organization_id text not null references access_organization (organization_id),
  id text not null,
  display_name text not null,
  external_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index access_scim_group_name on access_scim_group (organization_id, lower(display_name));

create table access_scim_group_member (
  organization_id text not null,
  group_id text not null,
  person_id text not null,
  primary key (organization_id, group_id, person_id),
  foreign key (organization_id, group_id) references access_scim_group (organization_id, id) on delete cascade,
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);
create index access_scim_group_member_by_person on access_scim_group_member (organization_id, person_id);

grant select, insert, update (expires_at, revoked_at) on access_scim_token to :server_role;
grant select, insert, update (user_name, external_id, given_name, family_name, updated_at, deleted_at) on access_scim_person to :server_role;
grant select, insert, update (display_name, external_id, updated_at), delete on access_scim_group to :server_role;
grant select, insert, delete on access_scim_group_member to :server_role;
