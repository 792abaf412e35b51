-- How far each follower has reacted to each log: entries below `next_index` are done. Moved in the transaction of the reaction itself.
create table ledger_follower (
  organization_id text not null,
  name text not null,
  next_index bigint not null check (next_index >= 0),
  primary key (organization_id, name)
);
revoke all on ledger_follower from public, :server_role;
grant select, insert on ledger_follower to :server_role;
grant update (next_index) on ledger_follower to :server_role;
