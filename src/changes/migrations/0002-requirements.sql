-- What an approval binds beyond 0001: when its person last proved who they are, and for whom they decided.
alter table changes_decision
  add column authenticated_at timestamptz,
  add column on_behalf_of text,
  add column delegation_id text;

-- Append-only: a decision that was taken back stays, with this beside it.
create table changes_retraction (
  organization_id text not null,
  decision_id text not null,
  retracted_at timestamptz not null,
  retracted_by text not null,
  entry_id text not null,
  primary key (organization_id, decision_id),
  foreign key (organization_id, decision_id) references changes_decision (organization_id, id)
);

-- Where a change stood when it ended: people, teams and rules move on, what it took stays.
create table changes_outcome (
  organization_id text not null,
  change_id text not null,
  outcome jsonb not null,
  primary key (organization_id, change_id),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);

create table changes_delegation (
  organization_id text not null,
  id text not null,
  from_human text not null,
  to_human text not null check (to_human <> from_human),
  starts_at timestamptz not null,
  until timestamptz not null check (until > starts_at),
  reason text not null,
  created_by text not null,
  ended_at timestamptz,
  ended_by text,
  entry_id text not null,
  primary key (organization_id, id)
);
create index changes_delegation_by_delegator on changes_delegation (organization_id, from_human, until);
create index changes_delegation_by_delegate on changes_delegation (organization_id, to_human, until);

create index changes_change_by_requester on changes_change
  (organization_id, library_id, created_human, environment, published_at) where stage = 'published';

grant select, insert on changes_retraction, changes_outcome to :server_role;
grant select, insert, update on changes_delegation to :server_role;
