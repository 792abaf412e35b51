-- The key that a key was made with: when that one is revoked, so is this (issue 5).
alter table access_key add column made_with text;
create index access_key_by_made_with on access_key (organization_id, made_with) where made_with is not null;
