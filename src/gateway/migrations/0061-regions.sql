-- Where a provider processes what it is sent, as an admin says: a word that rules compare. Null: nobody said.
alter table gateway_provider add column region text check (region ~ '^[a-z0-9][a-z0-9-]{0,62}$');
grant update (region) on gateway_provider to :server_role;
