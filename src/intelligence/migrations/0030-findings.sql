-- What people said of findings. A finding itself is computed anew each time: it is there while its cause is. One row for each, as it stands
-- now; the acts are entries.
create table intelligence_finding (
  organization_id text not null,
  id text not null,
  kind text not null,
  assignee_id text,
  snoozed_until timestamptz,
  snooze_reason text,
  snoozed_by text,
  -- The change that is to resolve it.
  change_id text,
  updated_at timestamptz not null,
  primary key (organization_id, id),
  check ((snoozed_until is null) = (snooze_reason is null))
);

grant select, insert, update on intelligence_finding to :server_role;
