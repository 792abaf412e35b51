-- A second kind of provider: Anthropic, or whoever speaks its messages.
alter table gateway_provider drop constraint gateway_provider_kind_check;
alter table gateway_provider add constraint gateway_provider_kind_check check (kind in ('openai', 'anthropic', 'simulated'));
