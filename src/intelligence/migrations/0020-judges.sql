-- What should have come out, in a person's words: sealed under the key of the execution's content. A later one of the same writer supersedes.
create table intelligence_correction (
  organization_id text not null,
  id text not null,
  execution_id text not null,
  writer_id text not null,
  turn integer not null check (turn > 0),
  form text not null,
  nonce bytea not null,
  ciphertext bytea not null,
  commitment text not null,
  entry text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, execution_id, writer_id, turn)
);

-- A governed prompt, in one version, that says whether answers of another prompt are good.
create table intelligence_judge (
  organization_id text not null,
  id text not null,
  name text not null,
  library_id text not null,
  path text not null,
  version integer not null,
  digest text not null,
  target_library_id text not null,
  target_path text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, name)
);

-- A sample that a judge was asked about, in whose name, and with which credential it is asked again whether they still may.
create table intelligence_judge_run (
  organization_id text not null,
  id text not null,
  judge_id text not null,
  started_by text not null,
  credential jsonb not null,
  seed text not null,
  among text not null check (among in ('all', 'scored')),
  both_orders boolean not null,
  size integer not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);

create table intelligence_judgement (
  organization_id text not null,
  run_id text not null,
  execution_id text not null,
  place integer not null,
  -- Null while it waits.
  done_at timestamptz,
  -- Null while it waits, and when the judge gave no verdict: then `problem` says why.
  passed boolean,
  turned boolean,
  problem text,
  primary key (organization_id, run_id, execution_id)
);
create index intelligence_judgement_waiting on intelligence_judgement (organization_id, run_id, place) where done_at is null;

-- What judges said, by item. Rolled up from judgement.create.
create table intelligence_item_judge (
  organization_id text not null,
  judge_id text not null,
  execution_id text not null,
  library_id text not null,
  path text not null,
  version integer not null,
  runner_id text not null,
  judged bigint not null,
  passed bigint not null,
  turned bigint not null,
  flipped bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, judge_id, execution_id, library_id, path, version, runner_id)
);

-- Thumbs of people that stand, by item. Rolled up from score.create.
create table intelligence_item_people (
  organization_id text not null,
  execution_id text not null,
  library_id text not null,
  path text not null,
  scorer_id text not null,
  day date not null,
  up bigint not null,
  down bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  primary key (organization_id, execution_id, library_id, path, scorer_id, day)
);
create index intelligence_item_people_of on intelligence_item_people (organization_id, library_id, path);

-- What of a prompt is not as it was: once for each measure and change. The figures stand in the entry too.
create table intelligence_drift (
  organization_id text not null,
  id text not null,
  library_id text not null,
  path text not null,
  metric text not null,
  changed jsonb not null,
  changed_on date not null,
  since date not null,
  before jsonb not null,
  after jsonb not null,
  stability double precision,
  owner_id text,
  entry text not null,
  raised_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, library_id, path, metric, changed_on)
);

-- How often the same input got another answer, as it was measured: figures, nothing of what was said.
create table intelligence_consistency (
  organization_id text not null,
  id text not null,
  library_id text not null,
  path text not null,
  days integer not null,
  runs integer not null,
  inputs integer not null,
  differ jsonb not null,
  likeness double precision,
  measured_by text not null,
  entry text not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
create index intelligence_consistency_by_time on intelligence_consistency (organization_id, created_at desc, id desc);

grant select, insert on intelligence_consistency to :server_role;
grant select, insert on intelligence_drift to :server_role;
grant select, insert on intelligence_correction, intelligence_judge, intelligence_judge_run to :server_role;
grant select, insert, update on intelligence_judgement to :server_role;
grant select, insert, update, delete on intelligence_item_judge, intelligence_item_people to :server_role;
