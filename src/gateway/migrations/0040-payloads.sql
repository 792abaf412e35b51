-- The wrapped key of an execution's content stands once, on the execution: erasing and re-wrapping touch no payload. Null: erased.
alter table gateway_execution add column key_wrapped bytea;
update gateway_execution e set key_wrapped = p.key_wrapped
  from gateway_payload p
  where p.organization_id = e.organization_id and p.execution_id = e.id;
alter table gateway_payload drop column key_wrapped;
-- How the text was made smaller before it was sealed.
alter table gateway_payload add column form text not null default 'plain' check (form in ('plain', 'zstd'));
grant delete on gateway_payload to :server_role;

-- What was found in the content, when policy looked.
alter table gateway_execution add column data_classes text[] not null default '{}';
-- When the content was erased, and by which erasure; without one, because its retention was over.
alter table gateway_execution add column erased_at timestamptz;
alter table gateway_execution add column erasure_id text;
alter table gateway_execution add constraint gateway_execution_erased check (erased_at is null or key_wrapped is null);
create index gateway_execution_by_human on gateway_execution (organization_id, human_id, id);
create index gateway_execution_kept on gateway_execution (organization_id, at) where key_wrapped is not null;
