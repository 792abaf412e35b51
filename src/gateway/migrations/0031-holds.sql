-- Calls that a rule holds for a person to look at. What was asked lies sealed until it is decided; then it is gone from here.
create table gateway_hold (
  organization_id text not null,
  id text not null,
  at timestamptz not null,
  expires_at timestamptz not null,
  principal_id text not null,
  principal_kind text not null check (principal_kind in ('person', 'app')),
  human_id text not null,
  credential_id text not null,
  library_id text,
  prompt_path text,
  prompt_reference text,
  model text not null,
  environment text,
  data_classes jsonb not null,
  rules jsonb not null,
  key_wrapped bytea,
  form text,
  nonce bytea,
  ciphertext bytea,
  state text not null check (state in ('waiting', 'approved', 'refused', 'expired', 'failed')),
  decided_by text,
  decided_at timestamptz,
  reason text,
  salt bytea,
  -- Given at the approval, so that it runs once at most.
  execution_id text,
  problem_code text,
  problem_detail text,
  primary key (organization_id, id)
);
create index gateway_hold_by_state on gateway_hold (organization_id, state, at desc, id desc);
create index gateway_hold_due on gateway_hold (expires_at) where state in ('waiting', 'approved');
create index gateway_hold_by_principal on gateway_hold (organization_id, principal_id, at desc, id desc);
grant select, insert, update on gateway_hold to :server_role;
