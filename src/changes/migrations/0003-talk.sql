-- The conversation about a change: threads of comments, suggestions, who was asked, who is told. Append-only; newer rows count instead.

alter table changes_comment
  add thread_id text,
  -- The human behind who wrote it, as authenticated then. Null for what is older than suggestions are.
  add written_human text,
  add side text check (side in ('base', 'head')),
  add first_line integer check (first_line between 1 and line),
  -- Digest of the side that was commented on, and its lines: where they stand in other bytes is found, never assumed.
  add anchor text,
  add quote text,
  -- What a suggestion would put there.
  add replacement text;
update changes_comment set thread_id = replace(id, 'com_', 'thr_');
alter table changes_comment alter column thread_id set not null;

-- Whether a thread is resolved: the newest row says.
create table changes_thread_mark (
  organization_id text not null,
  change_id text not null,
  thread_id text not null,
  sequence bigint generated always as identity,
  resolved boolean not null,
  marked_by text not null,
  marked_at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, change_id, thread_id, sequence),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);

-- A comment that its author took back: nobody reads its words any more, the entry about it stays.
create table changes_comment_withdrawal (
  organization_id text not null,
  comment_id text not null,
  change_id text not null,
  withdrawn_at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, comment_id),
  foreign key (organization_id, comment_id) references changes_comment (organization_id, id)
);
create index changes_comment_withdrawal_by_change on changes_comment_withdrawal (organization_id, change_id);

-- A suggestion became a commit: once.
create table changes_suggestion_acceptance (
  organization_id text not null,
  comment_id text not null,
  change_id text not null,
  accepted_by text not null,
  accepted_at timestamptz not null,
  commit_oid text not null,
  entry_id text not null,
  primary key (organization_id, comment_id),
  foreign key (organization_id, comment_id) references changes_comment (organization_id, id)
);
create index changes_suggestion_acceptance_by_change on changes_suggestion_acceptance (organization_id, change_id);

-- Who was asked to review or approve (a person or a team): the newest row of each says.
create table changes_reviewer_request (
  organization_id text not null,
  change_id text not null,
  sequence bigint generated always as identity,
  reviewer text not null,
  wanted boolean not null,
  asked_by text not null,
  asked_at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, change_id, sequence),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);
create index changes_reviewer_request_by_reviewer on changes_reviewer_request (organization_id, reviewer);

-- Who wants to be told of a change, or not to be: the newest row of each says. Whoever takes part is told without a row.
create table changes_subscription (
  organization_id text not null,
  change_id text not null,
  sequence bigint generated always as identity,
  person_id text not null,
  wanted boolean not null,
  at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, change_id, sequence),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);

grant select, insert on
  changes_thread_mark, changes_comment_withdrawal, changes_suggestion_acceptance, changes_reviewer_request, changes_subscription
  to :server_role;
