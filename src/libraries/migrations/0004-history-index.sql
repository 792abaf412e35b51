-- History without walking it. Both tables follow from commits and publications alone and only ever grow.

-- Which commits changed a path: one row for each of `libraries_commit.paths`, written with the commit.
create table libraries_commit_path (
  organization_id text not null,
  library_id text not null,
  path text not null,
  generation integer not null,
  oid text not null,
  primary key (organization_id, library_id, path, generation, oid),
  foreign key (organization_id, library_id, oid) references libraries_commit (organization_id, library_id, oid)
);

-- Everything that `main` holds: `number` is the first publication that a commit can be reached from. `main` only grows, so what can be
-- reached from publication N are the commits with a number up to N.
create table libraries_published_commit (
  organization_id text not null,
  library_id text not null,
  oid text not null,
  generation integer not null,
  number integer not null,
  primary key (organization_id, library_id, oid),
  foreign key (organization_id, library_id, oid) references libraries_commit (organization_id, library_id, oid),
  foreign key (organization_id, library_id, number) references libraries_publication (organization_id, library_id, number)
);
create index libraries_published_commit_order
  on libraries_published_commit (organization_id, library_id, generation desc, oid) include (number);

insert into libraries_commit_path (organization_id, library_id, path, generation, oid)
select distinct organization_id, library_id, path, generation, oid from libraries_commit, unnest(paths) as p (path);

do $$
declare
  publication record;
begin
  for publication in
    select organization_id, library_id, number, commit_oid from libraries_publication order by organization_id, library_id, number
  loop
    insert into libraries_published_commit (organization_id, library_id, oid, generation, number)
    with recursive fresh (oid, parents, generation) as (
      select c.oid, c.parents, c.generation from libraries_commit c
      where c.organization_id = publication.organization_id and c.library_id = publication.library_id
        and c.oid = publication.commit_oid
        and not exists (
          select from libraries_published_commit p
          where p.organization_id = publication.organization_id and p.library_id = publication.library_id and p.oid = c.oid
        )
      union
      select c.oid, c.parents, c.generation from fresh f
      cross join lateral unnest(f.parents) as parent (oid)
      cross join lateral (
        select c.oid, c.parents, c.generation from libraries_commit c
        where c.organization_id = publication.organization_id and c.library_id = publication.library_id and c.oid = parent.oid
          and not exists (
            select from libraries_published_commit p
            where p.organization_id = publication.organization_id and p.library_id = publication.library_id and p.oid = c.oid
          )
        offset 0
      ) c
    )
    select publication.organization_id, publication.library_id, oid, generation, publication.number from fresh;
  end loop;
end $$;

grant select, insert on libraries_commit_path, libraries_published_commit to :server_role;
