-- Attempts by key and window of time, over all nodes. Bookkeeping, and so without entries of its own: entries are made of it, at most one
-- a minute for each account. The key is a keyed hash, so that the addresses that were tried are not here. Nothing of it need survive.
create table platform_tally (
  organization_id text,
  key bytea primary key,
  subject_id text,
  attempts integer not null,
  window_ends_at timestamptz not null,
  unreported integer not null,
  reported_at timestamptz
);
create index platform_tally_unreported on platform_tally (window_ends_at) where unreported > 0 and subject_id is not null;
grant select, insert, update, delete on platform_tally to :server_role;
