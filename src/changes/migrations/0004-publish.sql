-- Stops: what must not run any more, until it is lifted. The words and their salt stay here; entries hold commitments.
create table changes_recall (
  organization_id text not null,
  id text not null,
  kind text not null check (kind in ('version', 'asset', 'workflow', 'model')),
  library_id text,
  path text,
  version integer,
  digest text,
  model text,
  reason text not null,
  salt bytea not null,
  recalled_by text not null,
  recalled_human text not null,
  recalled_at timestamptz not null,
  entry_id text not null,
  lifted_by text,
  lifted_human text,
  lifted_at timestamptz,
  lift_reason text,
  lift_salt bytea,
  lift_entry text,
  primary key (organization_id, id),
  check ((kind = 'model') = (model is not null)),
  check ((kind = 'model') = (library_id is null and path is null)),
  check ((kind = 'version') = (version is not null and digest is not null))
);
create index changes_recall_in_force on changes_recall (organization_id) where lifted_at is null;

-- Emergencies: what went live without approval, until when, and the review that must follow.
create table changes_break_glass (
  organization_id text not null,
  id text not null,
  change_id text not null,
  library_id text not null,
  environment text not null,
  digest text not null,
  reason text not null,
  salt bytea not null,
  made_by text not null,
  made_human text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at <= made_at + interval '8 hours'),
  entry_id text not null,
  verdict text check (verdict in ('uphold', 'undo')),
  reviewed_by text,
  reviewed_human text,
  reviewed_at timestamptz,
  review_comment text,
  review_salt bytea,
  review_entry text,
  -- When the environment went back to what it was, by undo or by expiry.
  ended_at timestamptz,
  end_entry text,
  primary key (organization_id, id),
  unique (organization_id, change_id),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);
create index changes_break_glass_due on changes_break_glass (expires_at) where ended_at is null and verdict is null;
create index changes_break_glass_red on changes_break_glass (organization_id) where verdict is null;

create table changes_break_glass_asset (
  organization_id text not null,
  break_glass_id text not null,
  library_id text not null,
  path text not null,
  number integer,
  digest text,
  -- When exactly these bytes were approved after all: nothing stops them from then on.
  cleared_at timestamptz,
  primary key (organization_id, break_glass_id, path),
  foreign key (organization_id, break_glass_id) references changes_break_glass (organization_id, id)
);
create index changes_break_glass_asset_stops on changes_break_glass_asset (organization_id, library_id, digest)
  where cleared_at is null;

-- Publications for a time. Ends once: published, failed with what was missing, or called off.
create table changes_schedule (
  organization_id text not null,
  id text not null,
  change_id text not null,
  at timestamptz not null,
  revision text not null,
  digest text not null,
  notes text,
  scheduled_by text not null,
  credential_kind text not null,
  credential_id text not null,
  scheduled_at timestamptz not null,
  entry_id text not null,
  state text not null check (state in ('pending', 'published', 'failed', 'called_off')),
  ended_at timestamptz,
  problem_code text,
  problem_detail text,
  primary key (organization_id, id),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);
create unique index changes_schedule_pending on changes_schedule (organization_id, change_id) where state = 'pending';
create index changes_schedule_due on changes_schedule (at) where state = 'pending';

grant select, insert on changes_recall, changes_break_glass, changes_break_glass_asset, changes_schedule to :server_role;
grant update (lifted_by, lifted_human, lifted_at, lift_reason, lift_salt, lift_entry) on changes_recall to :server_role;
grant update (verdict, reviewed_by, reviewed_human, reviewed_at, review_comment, review_salt, review_entry, ended_at, end_entry)
  on changes_break_glass to :server_role;
grant update (cleared_at) on changes_break_glass_asset to :server_role;
grant update (state, ended_at, problem_code, problem_detail) on changes_schedule to :server_role;
