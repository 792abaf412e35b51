-- The entry that announced a key; null for a log's first. Where that entry stands in the log decides which checkpoints the key signs.
alter table ledger_key add column entry_id text;
alter table ledger_key add constraint ledger_key_one_per_entry unique nulls not distinct (organization_id, entry_id);
