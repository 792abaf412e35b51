-- What kind of move it was. `publish` and `uphold` say that the version is approved for the environment; moves from before this
-- migration were all publications. The salt is of the commitment to the reason in the move's entry.
alter table libraries_pointer add column kind text not null default 'publish'
  check (kind in ('publish', 'rollback', 'retire', 'restore', 'break_glass', 'uphold', 'revert'));
alter table libraries_pointer add column reason_salt bytea;

-- What a change brought, for those who run it: kept with its publication, never edited.
create table libraries_release (
  organization_id text not null,
  library_id text not null,
  change_id text not null,
  notes text not null,
  primary key (organization_id, library_id, change_id),
  foreign key (organization_id, library_id) references libraries_library (organization_id, id)
);

grant select, insert on libraries_release to :server_role;
