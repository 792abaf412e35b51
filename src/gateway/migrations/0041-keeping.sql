-- How long content is kept: the most specific rule for an execution counts ('' stands for any). Never shorter than the floor that the
-- operator set. Without a rule, content stays.
create table gateway_retention (
  organization_id text not null,
  library_id text not null,
  data_class text not null,
  days integer not null check (days between 1 and 36500),
  set_by text not null,
  set_at timestamptz not null,
  primary key (organization_id, library_id, data_class)
);

-- What must be kept, whatever retention and erasures say. `target`: an execution, a library, a person or app; '' for everything.
create table gateway_legal_hold (
  organization_id text not null,
  id text not null,
  kind text not null check (kind in ('execution', 'library', 'principal', 'organization')),
  target text not null,
  reason text not null,
  salt bytea not null,
  placed_by text not null,
  placed_at timestamptz not null,
  entry_id text not null,
  lifted_by text,
  lifted_at timestamptz,
  lift_reason text,
  lift_salt bytea,
  lift_entry text,
  primary key (organization_id, id)
);
create index gateway_legal_hold_in_force on gateway_legal_hold (organization_id, kind, target) where lifted_at is null;

-- Erasures of content, asked for by one person and decided by another. `targets`: executions, or one person or app. `words`: what is
-- looked for in the content, taken away when it is done.
create table gateway_erasure (
  organization_id text not null,
  id text not null,
  kind text not null check (kind in ('executions', 'principal', 'words')),
  targets text[] not null,
  words text,
  reason text not null,
  salt bytea not null,
  state text not null check (state in ('asked', 'refused', 'under_way', 'done')),
  asked_by text not null,
  asked_human text not null,
  asked_at timestamptz not null,
  ask_entry text not null,
  decided_by text,
  decided_human text check (decided_human <> asked_human),
  decided_at timestamptz,
  decide_entry text,
  -- Where the search for words has come to.
  looked_at text not null default '',
  erased integer not null default 0,
  held integer not null default 0,
  ended_at timestamptz,
  end_entry text,
  primary key (organization_id, id)
);
create index gateway_erasure_under_way on gateway_erasure (organization_id) where state = 'under_way';

grant select, insert, update, delete on gateway_retention to :server_role;
grant select, insert, update on gateway_legal_hold, gateway_erasure to :server_role;
