-- How a session began ('password', 'passkey', …), and with what browser: what a list of one's own devices is made of.
alter table access_session add column method text not null default 'password';
alter table access_session alter column method drop default;
alter table access_session add column user_agent text;

-- Whether people of the organization may sign in with a password alone.
alter table access_organization add column second_factor text not null default 'optional'
  check (second_factor in ('optional', 'required'));
grant update (second_factor) on access_organization to :server_role;

-- A secret that an authenticator app shares with us, wrapped by the vault: codes cannot be checked against a hash. `last_step` is the
-- last time step that a code was accepted for, so that none is accepted twice (RFC 6238 §5.2).
create table access_totp (
  organization_id text not null,
  person_id text not null,
  secret_wrapped bytea not null,
  last_step bigint not null,
  created_at timestamptz not null,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);

-- Each holds 80 random bits, so that SHA-256 is enough. A used one is deleted: the ledger holds that it was.
create table access_recovery_code (
  organization_id text not null,
  person_id text not null,
  code_sha256 bytea not null check (length(code_sha256) = 32),
  created_at timestamptz not null,
  primary key (organization_id, person_id, code_sha256),
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);

-- Public keys of WebAuthn credentials. `rp_id` is the host that the credential is bound to.
create table access_passkey (
  organization_id text not null,
  id text not null,
  person_id text not null,
  credential_id text not null unique,
  rp_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  synced boolean not null,
  display_name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);
create index access_passkey_by_person on access_passkey (organization_id, person_id);

-- Challenges and one-time tickets are signed and kept by the browser. What was used is remembered until it would have expired.
create table access_spent (
  organization_id text not null references access_organization (organization_id),
  nonce_sha256 bytea not null check (length(nonce_sha256) = 32),
  expires_at timestamptz not null,
  primary key (organization_id, nonce_sha256),
  unique (nonce_sha256)
);
create index access_spent_by_expiry on access_spent (organization_id, expires_at);

-- A link with which a person sets a password: one at a time, once, for a day. Of its token only SHA-256 is kept.
create table access_password_link (
  organization_id text not null,
  person_id text not null,
  token_sha256 bytea not null unique check (length(token_sha256) = 32),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references access_person (organization_id, id)
);

grant select, insert, update (secret_wrapped, last_step, created_at), delete on access_totp to :server_role;
grant select, insert, delete on access_recovery_code to :server_role;
grant select, insert, update (counter, synced, last_used_at), delete on access_passkey to :server_role;
grant select, insert, delete on access_spent to :server_role;
grant select, insert, update (token_sha256, created_by, created_at, expires_at), delete on access_password_link to :server_role;
