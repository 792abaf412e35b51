-- Libraries: git repositories whose objects and refs live here. History is immutable: the server's role may update refs and
-- a library's own facts, and may delete nothing.

create table libraries_library (
  organization_id text not null,
  id text not null,
  name text not null,
  display_name text not null,
  description text not null,
  visibility text not null check (visibility in ('open', 'restricted')),
  created_at timestamptz not null,
  created_by text not null,
  primary key (organization_id, id),
  unique (organization_id, name)
);

-- Git objects: `content` is deflated, `size` is that of the inflated content, `oid` is git's SHA-1 name.
create table libraries_object (
  organization_id text not null,
  library_id text not null,
  oid text not null check (oid ~ '^[0-9a-f]{40}$'),
  type text not null check (type in ('blob', 'tree', 'commit')),
  size integer not null check (size >= 0),
  content bytea not null,
  primary key (organization_id, library_id, oid),
  foreign key (organization_id, library_id) references libraries_library (organization_id, id)
);
alter table libraries_object alter column content set storage external;

-- What lists need to know of a blob without reading it.
create table libraries_blob (
  organization_id text not null,
  library_id text not null,
  oid text not null,
  digest text not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
  title text,
  primary key (organization_id, library_id, oid),
  foreign key (organization_id, library_id, oid) references libraries_object (organization_id, library_id, oid)
);

-- An index over the commit objects. `generation` is 1 for a root, else 1 + the greatest of the parents': it orders history without
-- clocks. `paths` differ from every parent. Who contributed is who we authenticated, not what the object says.
create table libraries_commit (
  organization_id text not null,
  library_id text not null,
  oid text not null,
  tree text not null,
  parents text[] not null,
  generation integer not null check (generation >= 1),
  message text not null,
  paths text[] not null,
  principal_id text not null,
  human_id text not null,
  at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, library_id, oid),
  foreign key (organization_id, library_id, oid) references libraries_object (organization_id, library_id, oid)
);

-- Everybody who contributed a commit's bytes: one row for a commit made here, more when a push brings someone else's work.
create table libraries_contribution (
  organization_id text not null,
  library_id text not null,
  commit_oid text not null,
  principal_id text not null,
  human_id text not null,
  at timestamptz not null,
  primary key (organization_id, library_id, commit_oid, principal_id),
  foreign key (organization_id, library_id, commit_oid) references libraries_commit (organization_id, library_id, oid)
);

create table libraries_ref (
  organization_id text not null,
  library_id text not null,
  name text not null check (name like 'refs/%'),
  oid text not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (organization_id, library_id, name),
  foreign key (organization_id, library_id, oid) references libraries_commit (organization_id, library_id, oid)
);

-- Every state `main` ever had, from 1 (the first commit, published by nobody's change).
create table libraries_publication (
  organization_id text not null,
  library_id text not null,
  number integer not null check (number >= 1),
  commit_oid text not null,
  change_id text,
  published_at timestamptz not null,
  published_by text not null,
  primary key (organization_id, library_id, number),
  unique (organization_id, library_id, change_id),
  foreign key (organization_id, library_id, commit_oid) references libraries_commit (organization_id, library_id, oid)
);
create index libraries_publication_commit on libraries_publication (organization_id, library_id, commit_oid);

-- Published states of assets: immutable, numbered per asset from 1 without gaps.
create table libraries_version (
  organization_id text not null,
  library_id text not null,
  path text not null,
  number integer not null check (number >= 1),
  digest text not null,
  blob_oid text not null,
  commit_oid text not null,
  change_id text not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (organization_id, library_id, path, number),
  foreign key (organization_id, library_id, blob_oid) references libraries_blob (organization_id, library_id, oid),
  foreign key (organization_id, library_id, commit_oid) references libraries_commit (organization_id, library_id, oid)
);
create index libraries_version_commit on libraries_version (organization_id, library_id, commit_oid);

-- Where an environment points, move by move: the row with the greatest `sequence` is in force, a null `number` means nothing is live.
create table libraries_pointer (
  organization_id text not null,
  library_id text not null,
  path text not null,
  environment text not null,
  sequence integer not null check (sequence >= 1),
  number integer,
  change_id text not null,
  moved_at timestamptz not null,
  moved_by text not null,
  primary key (organization_id, library_id, path, environment, sequence),
  foreign key (organization_id, library_id, path, number) references libraries_version (organization_id, library_id, path, number)
);

grant select, insert on
  libraries_library, libraries_object, libraries_blob, libraries_commit, libraries_contribution, libraries_ref,
  libraries_publication, libraries_version, libraries_pointer
  to :server_role;
grant update (oid) on libraries_ref to :server_role;
grant update (display_name, description, visibility) on libraries_library to :server_role;
