create table changes_change (
  organization_id text not null,
  id text not null,
  library_id text not null,
  number integer not null check (number > 0),
  title text not null,
  description text not null,
  branch text not null,
  environment text not null,
  stage text not null check (stage in ('draft', 'open', 'published', 'rejected', 'withdrawn')),
  created_by text not null,
  created_human text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  published_at timestamptz,
  final_revision text,
  final_base text,
  primary key (organization_id, id),
  unique (organization_id, library_id, number)
);
create index changes_change_by_time on changes_change (organization_id, updated_at desc, id desc);
-- One living change a branch: two would race for the same bytes.
create unique index changes_change_living on changes_change (organization_id, library_id, branch, environment)
  where stage in ('draft', 'open');

-- Append-only: a decision is never edited, a newer one counts instead.
create table changes_decision (
  organization_id text not null,
  id text not null,
  change_id text not null,
  sequence bigint generated always as identity,
  kind text not null check (kind in ('review', 'approval')),
  verdict text not null check (verdict in ('endorse', 'request_changes', 'approve')),
  decided_by text not null,
  human_id text not null,
  decided_at timestamptz not null,
  comment text not null,
  revision text not null,
  digest text not null,
  environment text not null,
  requirement_version text not null,
  shown text,
  credential text not null,
  entry_id text not null,
  primary key (organization_id, id),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);
create index changes_decision_by_change on changes_decision (organization_id, change_id, sequence);

create table changes_comment (
  organization_id text not null,
  id text not null,
  change_id text not null,
  written_by text not null,
  written_at timestamptz not null,
  text text not null,
  path text,
  line integer,
  salt bytea not null,
  entry_id text not null,
  primary key (organization_id, id),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);
create index changes_comment_by_change on changes_comment (organization_id, change_id, written_at, id);

-- The acts in the life of a change, with their entries: an index into the ledger, which is the truth.
create table changes_act (
  organization_id text not null,
  change_id text not null,
  sequence bigint generated always as identity,
  action text not null,
  acted_by text not null,
  acted_at timestamptz not null,
  detail text not null,
  entry_id text not null,
  primary key (organization_id, change_id, sequence),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);

grant select, insert, update on changes_change to :server_role;
grant select, insert on changes_decision, changes_comment, changes_act to :server_role;
