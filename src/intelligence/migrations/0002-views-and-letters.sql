-- Views that people keep for themselves: a page of figures with its filters.
create table intelligence_view (
  organization_id text not null,
  id text not null,
  person_id text not null,
  name text not null,
  page text not null check (page in ('overview', 'adoption', 'groups')),
  filters jsonb not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, person_id, name)
);

-- The overview by e-mail, every week or month, to whoever asked for it.
create table intelligence_letter (
  organization_id text not null,
  id text not null,
  person_id text not null,
  -- What it was asked with: it reaches no further than that does when it is sent.
  credential jsonb not null,
  every text not null check (every in ('week', 'month')),
  next_at timestamptz not null,
  last_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, person_id, every)
);
create index intelligence_letter_due on intelligence_letter (next_at);

grant select, insert, delete on intelligence_view to :server_role;
grant select, insert, update, delete on intelligence_letter to :server_role;
