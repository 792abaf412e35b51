-- Domains of e-mail addresses that an organization has shown to be its own. One proof by DNS in the whole deployment; an admin's word
-- (`override`) counts for that organization only, and for nothing as soon as another one has proof.
create table access_domain (
  organization_id text not null references access_organization (organization_id),
  name text not null check (name = lower(name)),
  challenge text not null,
  created_by text not null,
  created_at timestamptz not null,
  verified_at timestamptz,
  verified_by text check (verified_by in ('dns', 'override')),
  reason text,
  primary key (organization_id, name),
  check ((verified_at is null) = (verified_by is null))
);
create unique index access_domain_proven on access_domain (name) where verified_by = 'dns';

-- An identity provider. `settings` holds nothing secret; the client's secret is wrapped by the vault.
create table access_sso_connection (
  organization_id text not null references access_organization (organization_id),
  id text not null unique,
  kind text not null check (kind in ('oidc', 'saml')),
  display_name text not null,
  active boolean not null,
  settings jsonb not null,
  client_secret bytea,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  tested_at timestamptz,
  tested_by text,
  test jsonb,
  primary key (organization_id, id)
);

-- Whom an identity provider means by a subject.
create table access_identity (
  organization_id text not null,
  connection_id text not null,
  subject text not null,
  person_id text not null,
  linked_at timestamptz not null,
  primary key (organization_id, connection_id, subject),
  foreign key (organization_id, connection_id) references access_sso_connection (organization_id, id) on delete cascade,
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);
create index access_identity_by_person on access_identity (organization_id, person_id);

-- Answers of SAML that were used, until they would have expired: none is used twice.
create table access_saml_assertion (
  organization_id text not null,
  connection_id text not null,
  assertion_id text not null,
  expires_at timestamptz not null,
  primary key (organization_id, connection_id, assertion_id),
  foreign key (organization_id, connection_id) references access_sso_connection (organization_id, id) on delete cascade
);

create table access_sso_setting (
  organization_id text not null primary key references access_organization (organization_id),
  enforced boolean not null,
  provisioning boolean not null,
  default_role text,
  updated_at timestamptz not null
);

-- Who may still sign in with a password when single sign-on is enforced, for the day on which the identity provider is down.
create table access_sso_exemption (
  organization_id text not null,
  person_id text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);

-- What a group of the identity provider means here: a role on the organization, or a team.
create table access_group_mapping (
  organization_id text not null references access_organization (organization_id),
  id text not null,
  group_name text not null,
  role text,
  team_id text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique nulls not distinct (organization_id, group_name, role, team_id),
  check ((role is null) <> (team_id is null))
);

-- Which grants and memberships came from groups: those, and only those, go away with them.
create table access_mapped_grant (
  organization_id text not null,
  grant_id text not null,
  person_id text not null,
  primary key (organization_id, grant_id),
  foreign key (organization_id, grant_id) references access_grant (organization_id, id) on delete cascade
);
create index access_mapped_grant_by_person on access_mapped_grant (organization_id, person_id);

create table access_mapped_member (
  organization_id text not null,
  team_id text not null,
  member_id text not null,
  primary key (organization_id, team_id, member_id),
  foreign key (organization_id, team_id, member_id)
    references access_team_member (organization_id, team_id, member_id) on delete cascade
);
create index access_mapped_member_by_member on access_mapped_member (organization_id, member_id);

grant select, insert, update (verified_at, verified_by, reason), delete on access_domain to :server_role;
grant select, insert, update (display_name, active, settings, client_secret, updated_at, tested_at, tested_by, test), delete
  on access_sso_connection to :server_role;
grant select, insert, delete on access_identity to :server_role;
grant select, insert, delete on access_saml_assertion to :server_role;
grant select, insert, update (enforced, provisioning, default_role, updated_at) on access_sso_setting to :server_role;
grant select, insert, delete on access_sso_exemption to :server_role;
grant select, insert, delete on access_group_mapping to :server_role;
grant select, insert, delete on access_mapped_grant to :server_role;
grant select, insert, delete on access_mapped_member to :server_role;
