-- By what an answer may be given again: a digest of everything that it depends on. Only where the prompt's own front matter asks for it,
-- and not for an answer that was itself given again.
alter table gateway_execution add column cache_key text;
create index gateway_execution_by_cache_key on gateway_execution (organization_id, cache_key, at desc) where cache_key is not null;
