-- A person lets an app act on their behalf, until they take it back. The ledger holds the history; what was withdrawn stays here too.
create table access_consent (
  organization_id text not null references access_organization (organization_id),
  id text not null,
  person_id text not null,
  app_id text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (organization_id, id)
);
create unique index access_consent_in_force on access_consent (organization_id, person_id, app_id) where withdrawn_at is null;
create index access_consent_by_app on access_consent (organization_id, app_id);
grant select, insert, update (withdrawn_at) on access_consent to :server_role;
