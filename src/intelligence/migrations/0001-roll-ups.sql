-- Roll-ups of the log: sums, least and greatest values, and sets of bits, so that folding the same entries in any batches gives the same
-- rows, byte for byte. Everything in here can be made again from the log (`measure.rebuild`). No content, no names: ids only.
-- `first_index` and `last_index` say which entries a row was made from.

-- How far each projection has folded each log: entries below `next_index` are in its roll-ups.
create table intelligence_place (
  organization_id text not null,
  projection text not null,
  next_index bigint not null check (next_index >= 0),
  -- When the last entry that it folded was made.
  at timestamptz,
  primary key (organization_id, projection)
);

-- Executions whose outcome is not in the log yet, with what the outcome's entry does not say.
create table intelligence_open (
  organization_id text not null,
  execution_id text not null,
  opened_index bigint not null,
  about jsonb not null,
  primary key (organization_id, execution_id)
);

-- Executions of a week (from Monday, UTC), at the finest grain. Empty text stands for none: no person (an app ran it), no library (raw).
create table intelligence_week_use (
  organization_id text not null,
  week date not null,
  person_id text not null,
  app_id text not null,
  library_id text not null,
  path text not null,
  version integer not null,
  model text not null,
  provider text not null,
  environment text not null,
  -- Bit N is set when something succeeded on day N of the week.
  days smallint not null,
  executions bigint not null,
  governed bigint not null,
  succeeded bigint not null,
  failed bigint not null,
  stopped bigint not null,
  unknown bigint not null,
  refused bigint not null,
  priced bigint not null,
  cost_micro_usd bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  timed bigint not null,
  duration_ms bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, week, person_id, app_id, library_id, path, version, model, provider, environment)
);

-- Executions of a day by what ran, without who ran it.
create table intelligence_day_use (
  organization_id text not null,
  day date not null,
  library_id text not null,
  path text not null,
  version integer not null,
  model text not null,
  provider text not null,
  environment text not null,
  via text not null check (via in ('person', 'app')),
  executions bigint not null,
  governed bigint not null,
  succeeded bigint not null,
  failed bigint not null,
  stopped bigint not null,
  unknown bigint not null,
  refused bigint not null,
  priced bigint not null,
  cost_micro_usd bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  timed bigint not null,
  duration_ms bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, day, library_id, path, version, model, provider, environment, via)
);

-- The same by library: what totals and trends read.
create table intelligence_day_total (
  organization_id text not null,
  day date not null,
  library_id text not null,
  via text not null check (via in ('person', 'app')),
  executions bigint not null,
  governed bigint not null,
  succeeded bigint not null,
  failed bigint not null,
  stopped bigint not null,
  unknown bigint not null,
  refused bigint not null,
  priced bigint not null,
  cost_micro_usd bigint not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  timed bigint not null,
  duration_ms bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, day, library_id, via)
);

-- How long successful executions took: a histogram of buckets that grow by 5 %, which is a sketch that merges by adding.
create table intelligence_day_duration (
  organization_id text not null,
  day date not null,
  library_id text not null,
  path text not null,
  version integer not null,
  model text not null,
  bucket smallint not null,
  executions bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, day, library_id, path, version, model, bucket)
);

-- What each person ran in a week, themselves, by library.
create table intelligence_person_week (
  organization_id text not null,
  week date not null,
  person_id text not null,
  library_id text not null,
  days smallint not null,
  executions bigint not null,
  governed bigint not null,
  succeeded bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, week, person_id, library_id)
);

-- The same over all libraries, for those who may see all of them: eight times fewer rows.
create table intelligence_person_total (
  organization_id text not null,
  week date not null,
  person_id text not null,
  days smallint not null,
  executions bigint not null,
  governed bigint not null,
  succeeded bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, week, person_id)
);

-- The first week in which something of one's own succeeded, by library.
create table intelligence_person_first (
  organization_id text not null,
  person_id text not null,
  library_id text not null,
  first_week date not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, person_id, library_id)
);

-- Since when somebody is here, was here, and signed in.
create table intelligence_person (
  organization_id text not null,
  person_id text not null,
  joined_at timestamptz,
  left_at timestamptz,
  -- When somebody who had left came back.
  back_at timestamptz,
  signed_in_at timestamptz,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, person_id)
);

-- Who was in which team from when until when; a member may be a team.
create table intelligence_team_member (
  organization_id text not null,
  team_id text not null,
  member_id text not null,
  from_index bigint not null,
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (organization_id, team_id, member_id, from_index)
);

-- The times in the life of a change.
create table intelligence_change (
  organization_id text not null,
  change_id text not null,
  library_id text not null,
  environment text not null,
  created_at timestamptz,
  submitted_at timestamptz,
  approved_at timestamptz,
  published_at timestamptz,
  emergency bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, change_id, library_id, environment)
);

-- The last decision that counted in each stage of a change.
create table intelligence_change_stage (
  organization_id text not null,
  change_id text not null,
  library_id text not null,
  stage text not null,
  decided_at timestamptz not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, change_id, library_id, stage)
);

-- Versions that went live, and when they were taken back.
create table intelligence_publication (
  organization_id text not null,
  library_id text not null,
  path text not null,
  version integer not null,
  environment text not null,
  published_at timestamptz,
  taken_back_at timestamptz,
  emergency bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, library_id, path, version, environment)
);

grant select, insert, update, delete on
  intelligence_place, intelligence_open, intelligence_week_use, intelligence_day_use, intelligence_day_total,
  intelligence_day_duration, intelligence_person_week, intelligence_person_total, intelligence_person_first, intelligence_person, intelligence_team_member, intelligence_change,
  intelligence_change_stage, intelligence_publication
  to :server_role;
