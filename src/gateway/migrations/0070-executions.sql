-- What policy, a budget or a recall refused is a row too: without content, and with one entry that is both its beginning and its end.
alter table gateway_execution drop constraint gateway_execution_status_check;
alter table gateway_execution add constraint gateway_execution_status_check
  check (status in ('running', 'succeeded', 'failed', 'stopped', 'unknown', 'refused'));
alter table gateway_execution add column use_case text;

-- Each of these gives a page of the list in its order, however long the table is. What is seldom asked for of most rows is partial, so
-- that a call that succeeds writes few of them.
create index gateway_execution_by_status on gateway_execution (organization_id, status, at desc, id desc)
  where status not in ('succeeded', 'running');
create index gateway_execution_raw on gateway_execution (organization_id, at desc, id desc) where library_id is null;
create index gateway_execution_governed on gateway_execution (organization_id, at desc, id desc) where library_id is not null;
create index gateway_execution_by_version on gateway_execution
  (organization_id, library_name, prompt_name, prompt_version, at desc, id desc) where prompt_version is not null;
create index gateway_execution_by_use_case on gateway_execution (organization_id, use_case, at desc, id desc)
  where use_case is not null;
create index gateway_execution_by_cost on gateway_execution (organization_id, cost_micro_usd) where cost_micro_usd is not null;
drop index gateway_execution_by_human;
create index gateway_execution_by_human on gateway_execution (organization_id, human_id, at desc, id desc);
