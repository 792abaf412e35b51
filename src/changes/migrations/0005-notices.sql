-- One notice for one person about one thing. What it says is made when it is read, from what the reader may see then: no text of a
-- change is copied here.
create table changes_notice (
  organization_id text not null,
  id text not null,
  sequence bigint generated always as identity,
  person_id text not null,
  kind text not null,
  direct boolean not null,
  change_id text,
  library_id text,
  by_id text,
  detail jsonb not null,
  entry_id text not null,
  -- What the notice is about, so that nobody is told the same twice.
  about text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, person_id, about)
);
create index changes_notice_by_person on changes_notice (organization_id, person_id, sequence desc);
create index changes_notice_unread on changes_notice (organization_id, person_id) where read_at is null;

-- Which notices a person gets by e-mail. Without a row: those that are addressed to them.
create table changes_notice_setting (
  organization_id text not null,
  person_id text not null,
  topic text not null,
  by_email text not null check (by_email in ('all', 'mine', 'none')),
  updated_at timestamptz not null,
  primary key (organization_id, person_id, topic)
);

-- What of the notices is still to be sent by e-mail, and what became of it.
create table changes_mail (
  organization_id text not null,
  notice_id text not null,
  person_id text not null,
  thread text not null,
  state text not null check (state in ('due', 'sent', 'dropped', 'given_up')),
  attempts integer not null,
  due_at timestamptz not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, notice_id),
  foreign key (organization_id, notice_id) references changes_notice (organization_id, id)
);
create index changes_mail_due on changes_mail (due_at) where state = 'due';

-- That a stage was reminded of or escalated, so that any number of nodes does it once.
create table changes_reminder (
  organization_id text not null,
  change_id text not null,
  stage text not null,
  digest text not null,
  kind text not null check (kind in ('remind', 'escalate')),
  reminded_at timestamptz not null,
  primary key (organization_id, change_id, stage, digest, kind),
  foreign key (organization_id, change_id) references changes_change (organization_id, id)
);

create table changes_webhook (
  organization_id text not null,
  id text not null,
  url text not null,
  description text not null,
  kinds text[] not null,
  enabled boolean not null,
  disabled_reason text,
  -- Wrapped with the master key, each bound to its place.
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamptz,
  failures integer not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);

create table changes_delivery (
  organization_id text not null,
  id text not null,
  sequence bigint generated always as identity,
  webhook_id text not null,
  kind text not null,
  entry_id text not null,
  body text not null,
  state text not null check (state in ('due', 'delivered', 'given_up')),
  attempts integer not null,
  due_at timestamptz not null,
  created_at timestamptz not null,
  -- When it is given up: a day after it was made, or after it was asked for again.
  give_up_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, webhook_id, entry_id),
  foreign key (organization_id, webhook_id) references changes_webhook (organization_id, id) on delete cascade
);
create index changes_delivery_due on changes_delivery (due_at) where state = 'due';
create index changes_delivery_by_webhook on changes_delivery (organization_id, webhook_id, sequence desc);

create table changes_attempt (
  organization_id text not null,
  delivery_id text not null,
  attempt integer not null,
  attempted_at timestamptz not null,
  duration_ms integer not null,
  status integer,
  answer text not null,
  error text,
  primary key (organization_id, delivery_id, attempt),
  foreign key (organization_id, delivery_id) references changes_delivery (organization_id, id) on delete cascade
);

grant select, insert, update on changes_notice, changes_notice_setting, changes_mail, changes_delivery to :server_role;
grant select, insert on changes_reminder, changes_attempt to :server_role;
grant select, insert, update, delete on changes_webhook to :server_role;
