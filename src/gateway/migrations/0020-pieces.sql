-- Big contents lie in pieces, in order: nothing is cut, and no single row grows without bound.
alter table gateway_payload add column piece integer not null default 0 check (piece >= 0);
alter table gateway_payload drop constraint gateway_payload_pkey;
alter table gateway_payload add primary key (organization_id, execution_id, kind, piece);
