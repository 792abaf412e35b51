-- What stands on `main` of each library, as search needs it. Derived data: it can be made again from the git objects, so the server's role
-- may change and delete it. `names`, `leaf` and `label` hold folded words (src/libraries/search/words.ts): whole name, last part of the name,
-- and all that is short. There is no index over `document` on purpose: a search reads the rows of the libraries that the caller may see and
-- no others, so what it costs says nothing about the rest.
create extension if not exists pg_trgm;

create table libraries_search (
  organization_id text not null,
  library_id text not null,
  path text not null,
  kind text not null,
  name text not null,
  title text,
  owner text,
  tags text[] not null,
  text text not null,
  names text not null,
  leaf text not null,
  label text not null,
  document tsvector not null,
  digest text not null,
  version integer,
  updated_at timestamptz not null,
  primary key (organization_id, library_id, path),
  foreign key (organization_id, library_id) references libraries_library (organization_id, id)
);
-- A search reads every row's `document`, so it stays in the row, and `text`, which only an answer's page needs, stays out of it.
alter table libraries_search alter column document set storage main;
alter table libraries_search alter column text set storage external;

-- Which state of `main` the rows hold, and under which rules they were made. Another commit or another format: the library is indexed anew.
create table libraries_search_state (
  organization_id text not null,
  library_id text not null,
  commit_oid text not null,
  format integer not null,
  indexed_at timestamptz not null,
  primary key (organization_id, library_id),
  foreign key (organization_id, library_id) references libraries_library (organization_id, id)
);

-- What a person or an app wants at hand. An asset that is gone, or that they may not see any more, is kept here and not listed.
create table libraries_favorite (
  organization_id text not null,
  principal_id text not null,
  library_id text not null,
  path text not null,
  created_at timestamptz not null,
  primary key (organization_id, principal_id, library_id, path),
  foreign key (organization_id, library_id) references libraries_library (organization_id, id)
);

grant select, insert, update, delete on libraries_search, libraries_search_state to :server_role;
grant select, insert, delete on libraries_favorite to :server_role;
