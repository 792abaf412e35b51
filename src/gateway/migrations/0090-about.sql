-- A job that looks at what another execution said (a judgement) holds a copy of it: whatever erases the one erases the other.
alter table gateway_execution add column about_id text;
create index gateway_execution_about on gateway_execution (organization_id, about_id) where about_id is not null;
