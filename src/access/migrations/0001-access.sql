create table access_organization (
  organization_id text not null primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  display_name text not null,
  created_at timestamptz not null
);

-- E-mail addresses are unique in the deployment, because they are what people sign in with, before any organization is known.
create table access_person (
  organization_id text not null references access_organization (organization_id),
  id text not null unique,
  display_name text not null,
  email text not null unique check (email = lower(email)),
  active boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);

create table access_app (
  organization_id text not null,
  id text not null,
  display_name text not null,
  owner_id text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, owner_id) references access_person (organization_id, id)
);

-- What is in force. A revoked grant is deleted: the ledger holds its history.
create table access_grant (
  organization_id text not null references access_organization (organization_id),
  id text not null,
  principal_id text not null check (principal_id like 'per\_%' or principal_id like 'app\_%'),
  role text not null check (role in ('viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'auditor', 'admin')),
  library_id text,
  reason text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique nulls not distinct (organization_id, principal_id, role, library_id)
);

-- Of the secret only SHA-256 is kept: it has 256 random bits, so nothing slower is needed.
create table access_key (
  organization_id text not null,
  id text not null,
  prefix text not null unique,
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  principal_id text not null,
  display_name text not null,
  scope jsonb,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id)
);
create index access_key_by_principal on access_key (organization_id, principal_id);

-- How a person proves who they are: a password here. Argon2id in PHC form.
create table access_account (
  organization_id text not null,
  id text not null,
  person_id text not null,
  password_hash text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, person_id),
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);

-- Of the token only SHA-256 is kept: who reads this table can act as nobody.
create table access_session (
  organization_id text not null,
  id text not null,
  person_id text not null,
  token_sha256 bytea not null unique check (length(token_sha256) = 32),
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);
create index access_session_by_person on access_session (organization_id, person_id);

-- Updating an organization's display name is also the right to lock its row, which orders changes to its admins.
grant select, insert, update (display_name) on access_organization to :server_role;
grant select, insert, update (display_name, email, active, updated_at) on access_person to :server_role;
grant select, insert on access_app to :server_role;
grant select, insert, delete on access_grant to :server_role;
grant select, insert, update (revoked_at) on access_key to :server_role;
grant select, insert, update (password_hash, updated_at) on access_account to :server_role;
grant select, insert, update (expires_at, updated_at), delete on access_session to :server_role;
