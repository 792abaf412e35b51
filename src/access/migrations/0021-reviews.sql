-- Somebody looked over who holds what: what they looked at, and what they found. The entry commits to both; the words stay beside the
-- ledger, because people write names into them.
create table access_review (
  organization_id text not null references access_organization (organization_id),
  id text not null,
  entry_id text not null,
  digest text not null,
  -- The grants as they were, with what was known of their use.
  grants jsonb not null,
  findings text not null,
  findings_salt bytea not null check (octet_length(findings_salt) = 32),
  reviewed_by text not null,
  reviewed_at timestamptz not null,
  primary key (organization_id, id)
);

grant select, insert on access_review to :server_role;
