-- Providers that an organization has named, beside the built-in simulated one. The credential is wrapped with the master key.
create table gateway_provider (
  organization_id text not null,
  id text not null,
  name text not null,
  kind text not null check (kind in ('openai', 'simulated')),
  base_url text,
  credential_wrapped bytea,
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, name)
);

-- Which provider answers for a model. The key makes a model's provider unambiguous.
create table gateway_model (
  organization_id text not null,
  name text not null,
  provider_id text not null,
  primary key (organization_id, name),
  foreign key (organization_id, provider_id) references gateway_provider (organization_id, id)
);

-- An index over the entries execution.intend, execution.complete and execution.abandon, which are the truth. No content.
create table gateway_execution (
  organization_id text not null,
  id text not null,
  at timestamptz not null,
  status text not null check (status in ('running', 'succeeded', 'failed', 'unknown')),
  principal_id text not null,
  principal_kind text not null check (principal_kind in ('person', 'app')),
  human_id text not null,
  library_id text,
  library_name text,
  prompt_name text,
  prompt_path text,
  prompt_version integer,
  prompt_digest text,
  prompt_reference text,
  change_id text,
  provider text not null,
  model text not null,
  model_answered text,
  environment text,
  verdict jsonb not null,
  input_tokens bigint,
  output_tokens bigint,
  cost_micro_usd bigint,
  duration_ms bigint,
  finish_reason text,
  problem_code text,
  problem_detail text,
  intent_entry text not null,
  outcome_entry text,
  -- After this no living node works on it any more.
  deadline timestamptz not null,
  primary key (organization_id, id),
  check ((status = 'running') = (outcome_entry is null))
);
create index gateway_execution_by_time on gateway_execution (organization_id, at desc, id desc);
create index gateway_execution_by_principal on gateway_execution (organization_id, principal_id, at desc, id desc);
create index gateway_execution_by_prompt on gateway_execution (organization_id, library_name, prompt_name, at desc, id desc);
create index gateway_execution_running on gateway_execution (deadline) where status = 'running';

-- Inputs and outputs: AES-256-GCM, one key per execution, wrapped with the master key. Erasing the key erases the content
-- (the salt of the commitment lies inside the ciphertext); the entries' commitments stay valid.
create table gateway_payload (
  organization_id text not null,
  execution_id text not null,
  kind text not null check (kind in ('input', 'output')),
  key_wrapped bytea not null,
  nonce bytea not null check (octet_length(nonce) = 12),
  ciphertext bytea not null,
  primary key (organization_id, execution_id, kind),
  foreign key (organization_id, execution_id) references gateway_execution (organization_id, id)
);

grant select, insert on gateway_provider, gateway_model, gateway_payload to :server_role;
grant select, insert, update on gateway_execution to :server_role;
