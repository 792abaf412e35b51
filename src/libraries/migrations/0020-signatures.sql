-- What published prompts are compared by, as they came and went on `main`: derived from the git objects, in the publisher's transaction. Rows
-- of what is not there any more stay, for trends. `minhash` is 128 × 32 bits, `shingles` sorted 64-bit floats, both little-endian.
create table libraries_signature (
  organization_id text not null,
  library_id text not null,
  path text not null,
  since timestamptz not null,
  until timestamptz,
  version integer,
  digest text not null,
  -- Which rules made tokens of the text: signatures of different rules are never compared.
  tokenizer integer not null,
  -- Over the text in NFC, with single spaces and without the names of variables.
  normalized text not null,
  tokens integer not null,
  minhash bytea not null,
  shingles bytea not null,
  title text,
  model text,
  risk text,
  redirect text,
  primary key (organization_id, library_id, path, since),
  foreign key (organization_id, library_id) references libraries_library (organization_id, id)
);
-- Lists read everything but the shingles, which only candidates are verified with.
alter table libraries_signature alter column shingles set storage external;
create index libraries_signature_digest on libraries_signature (organization_id, digest);

grant select, insert, update, delete on libraries_signature to :server_role;
