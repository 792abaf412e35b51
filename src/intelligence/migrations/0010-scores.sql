-- What somebody says of an execution. Append-only: a later score of the same scorer supersedes the one before.
create table intelligence_score (
  organization_id text not null,
  id text not null,
  execution_id text not null,
  config text not null,
  value jsonb not null,
  reason text,
  source text not null check (source in ('person', 'app')),
  scorer_id text not null,
  -- The scorer's first, second, third word on it: two at once cannot both be the latest.
  turn integer not null check (turn > 0),
  entry text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, execution_id, config, scorer_id, turn)
);

-- Categories that an organization scores by, beside the ones that are built in.
create table intelligence_score_config (
  organization_id text not null,
  name text not null,
  categories jsonb not null,
  created_at timestamptz not null,
  primary key (organization_id, name)
);

-- Scores that stand, by day (UTC) and the version that ran. Empty library: a raw call; empty category: none.
create table intelligence_day_score (
  organization_id text not null,
  day date not null,
  library_id text not null,
  path text not null,
  version integer not null,
  config text not null,
  category text not null,
  source text not null,
  scorer_id text not null,
  scores bigint not null,
  good bigint not null,
  total bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, day, library_id, path, version, config, category, source, scorer_id)
);

grant select, insert on intelligence_score, intelligence_score_config to :server_role;
grant select, insert, update, delete on intelligence_day_score to :server_role;
