-- Who answers for each asset: append-only, the row with the greatest `sequence` is in force. The first is whoever wrote the asset first.
create table libraries_owner (
  organization_id text not null,
  library_id text not null,
  path text not null,
  sequence integer not null check (sequence >= 1),
  owner_id text not null,
  assigned_at timestamptz not null,
  assigned_by text not null,
  primary key (organization_id, library_id, path, sequence),
  foreign key (organization_id, library_id) references libraries_library (organization_id, id)
);
create index libraries_owner_person on libraries_owner (organization_id, owner_id);

insert into libraries_owner (organization_id, library_id, path, sequence, owner_id, assigned_at, assigned_by)
select distinct on (v.organization_id, v.library_id, v.path)
  v.organization_id, v.library_id, v.path, 1, c.human_id, v.published_at, c.human_id
from libraries_version v
join (
  select organization_id, library_id, human_id, generation, oid, unnest(paths) as path from libraries_commit
) c on c.organization_id = v.organization_id and c.library_id = v.library_id and c.path = v.path
where v.number = 1
order by v.organization_id, v.library_id, v.path, c.generation, c.oid;

grant select, insert on libraries_owner to :server_role;
