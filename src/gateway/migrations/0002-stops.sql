-- `stopped`: what it ran was recalled, or an emergency ended, while it was under way; what came of it was not released.
alter table gateway_execution drop constraint gateway_execution_status_check;
alter table gateway_execution add constraint gateway_execution_status_check
  check (status in ('running', 'succeeded', 'failed', 'stopped', 'unknown'));
-- Who used a model that is recalled.
create index gateway_execution_by_model on gateway_execution (organization_id, model, at desc, id desc);
