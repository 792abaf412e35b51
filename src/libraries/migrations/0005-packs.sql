-- What `main` holds, ready to be sent. Immutable: a publication adds what came with it, so a clone reads rows in their order and
-- computes nothing. Only published objects are here: whoever may read `main` may be sent all of it.

-- Every packed object: `number` is the publication that it was packed with, `depth` how many deltas its bytes stand on.
create table libraries_packed_object (
  organization_id text not null,
  library_id text not null,
  oid text not null,
  number integer not null,
  depth integer not null check (depth >= 0),
  primary key (organization_id, library_id, oid),
  foreign key (organization_id, library_id, oid) references libraries_object (organization_id, library_id, oid)
);

-- Entries as a pack has them (gitformat-pack), one after the other. What lies under publication N is in the rows with a number up to N;
-- a delta stands on an object of the same or an earlier row's number. The first row of a library that is older than this table comes
-- with its next publication and holds everything until then.
create table libraries_pack (
  organization_id text not null,
  library_id text not null,
  number integer not null,
  part integer not null check (part >= 1),
  objects integer not null check (objects >= 1),
  entries bytea not null,
  primary key (organization_id, library_id, number, part),
  foreign key (organization_id, library_id, number) references libraries_publication (organization_id, library_id, number)
);
alter table libraries_pack alter column entries set storage external;

grant select, insert on libraries_packed_object, libraries_pack to :server_role;
