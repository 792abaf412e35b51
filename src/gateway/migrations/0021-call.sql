-- How the provider was called and what it said beside its answer: dialect, durability, its request id, time to first byte, finer tokens,
-- price table. Null: from before.
alter table gateway_execution add column call jsonb;
