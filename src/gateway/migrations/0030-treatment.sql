-- What was found in an execution, where and how often, and what was done about it. Classes and counts, never what was found.
alter table gateway_execution add column treatment jsonb;
-- Picked for a person to look at.
alter table gateway_execution add column sampled boolean not null default false;
create index gateway_execution_sampled on gateway_execution (organization_id, at desc, id desc) where sampled;
