-- Witnesses of a log (c2sp.org/tlog-witness): whom it asks to cosign its heads, and how many must.
create table ledger_witness (
  organization_id text not null,
  id text not null,
  -- C2SP verifier key of type 4; its name is the witness's.
  key text not null,
  -- Submission prefix.
  url text not null,
  added_by text not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id)
);
create unique index ledger_witness_once on ledger_witness (organization_id, key) where ended_at is null;

create table ledger_witness_rule (
  organization_id text not null primary key,
  need integer not null check (need >= 1)
);

-- Lines of witnesses on our checkpoints, as they came and after they were checked. The log's own, like its checkpoints.
create table ledger_cosignature (
  organization_id text not null,
  tree_size bigint not null,
  witness_id text not null,
  line text not null,
  cosigned_at timestamptz not null,
  primary key (organization_id, tree_size, witness_id),
  foreign key (organization_id, witness_id) references ledger_witness (organization_id, id)
);
create index ledger_cosignature_by_witness on ledger_cosignature (organization_id, witness_id, tree_size);

-- What is wrong with a witness, for as long as it is.
create table ledger_witness_trouble (
  organization_id text not null,
  witness_id text not null,
  problem text not null,
  since timestamptz not null,
  primary key (organization_id, witness_id),
  foreign key (organization_id, witness_id) references ledger_witness (organization_id, id)
);

-- The other way round: this organization as a witness of others' logs. Its cosigning key, wrapped with the master key.
create table ledger_cosigner (
  organization_id text not null,
  id text not null,
  name text not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  private_key_wrapped bytea not null,
  made_at timestamptz not null,
  primary key (organization_id, id)
);

-- Whose heads it cosigns: keys of logs, several for one origin where a log rotated its key.
create table ledger_witnessed_log (
  organization_id text not null,
  id text not null,
  origin text not null,
  key text not null,
  added_by text not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id)
);
create unique index ledger_witnessed_log_once on ledger_witnessed_log (organization_id, key) where ended_at is null;

-- The largest head of each origin that it ever cosigned. It only grows, whatever becomes of the keys.
create table ledger_witnessed_head (
  organization_id text not null,
  origin text not null,
  tree_size bigint not null check (tree_size >= 0),
  root_hash bytea not null check (octet_length(root_hash) = 32),
  note text not null,
  cosigned_at timestamptz not null,
  primary key (organization_id, origin)
);
create function ledger_witnessed_head_grows() returns trigger language plpgsql as $$
  begin
    if new.tree_size < old.tree_size or (new.tree_size = old.tree_size and new.root_hash <> old.root_hash) then
      raise exception 'a witness never takes back the head of % entries that it cosigned', old.tree_size;
    end if;
    return new;
  end $$;
create trigger ledger_witnessed_head_grows before update on ledger_witnessed_head
  for each row execute function ledger_witnessed_head_grows();

-- Heads that a log signed and that do not continue what was cosigned: proof of what it did.
create table ledger_witnessed_conflict (
  organization_id text not null,
  origin text not null,
  tree_size bigint not null,
  root_hash bytea not null check (octet_length(root_hash) = 32),
  note text not null,
  cosigned_note text not null,
  found_at timestamptz not null,
  entry_id text not null,
  primary key (organization_id, origin, tree_size, root_hash)
);

revoke all on ledger_witness, ledger_witness_rule, ledger_cosignature, ledger_witness_trouble, ledger_cosigner, ledger_witnessed_log,
  ledger_witnessed_head, ledger_witnessed_conflict from public, :server_role;
grant select, insert on ledger_witness, ledger_witness_rule, ledger_cosignature, ledger_witness_trouble, ledger_cosigner,
  ledger_witnessed_log, ledger_witnessed_head, ledger_witnessed_conflict to :server_role;
grant update (ended_at) on ledger_witness, ledger_witnessed_log to :server_role;
grant update (need) on ledger_witness_rule to :server_role;
grant update (problem), delete on ledger_witness_trouble to :server_role;
grant update (tree_size, root_hash, note, cosigned_at) on ledger_witnessed_head to :server_role;
