-- Routes: a name that clients and prompts ask for like a model, and the models that answer for it, by weight and then in order.
create table gateway_route (
  organization_id text not null,
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  retries integer not null check (retries between 0 and 3),
  -- [{"model", "weight" (0: only when the others fail), "timeoutMs"}], in order.
  targets jsonb not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (organization_id, name)
);
grant select, insert, update, delete on gateway_route to :server_role;

-- What a model is called at its provider, where that is another name; forms of addresses; when the credential was last exchanged.
alter table gateway_model add column sent_as text;
alter table gateway_provider add column options jsonb not null default '{}';
alter table gateway_provider add column rotated_at timestamptz;
alter table gateway_provider drop constraint gateway_provider_kind_check;
alter table gateway_provider add constraint gateway_provider_kind_check
  check (kind in ('openai', 'anthropic', 'azure', 'google', 'bedrock', 'simulated'));
grant update (credential_wrapped, rotated_at) on gateway_provider to :server_role;
