-- Tags as git has them. They stand in a table of their own, not among the branches: a branch moves and a tag never does, so
-- the server's role may make one and end one, and may change nothing of it.
alter table libraries_object drop constraint libraries_object_type_check;
alter table libraries_object add constraint libraries_object_type_check check (type in ('blob', 'tree', 'commit', 'tag'));

-- `name` is without `refs/tags/`. `object_oid` is the annotated tag's object, null for a lightweight tag.
create table libraries_git_tag (
  organization_id text not null,
  library_id text not null,
  name text not null,
  commit_oid text not null,
  object_oid text,
  created_at timestamptz not null,
  created_by text not null,
  primary key (organization_id, library_id, name),
  foreign key (organization_id, library_id, commit_oid) references libraries_commit (organization_id, library_id, oid),
  foreign key (organization_id, library_id, object_oid) references libraries_object (organization_id, library_id, oid)
);

grant select, insert, delete on libraries_git_tag to :server_role;
