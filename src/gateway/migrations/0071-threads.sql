-- What a call belongs to, as its caller says: a trace (W3C trace context) with the span that called, a conversation, tags. A trace or a
-- conversation that begins with an execution is called after it, and stands in the rows that follow: most calls belong to neither.
alter table gateway_execution add column trace_id text;
alter table gateway_execution add column parent_span text;
alter table gateway_execution add column conversation_id text;
alter table gateway_execution add column turn_before text;
-- A digest of what was said up to the answer, for the next turn to be known by. Goes away with the content.
alter table gateway_execution add column tail text;
alter table gateway_execution add column tags text[];

create index gateway_execution_by_trace on gateway_execution (organization_id, trace_id, at desc, id desc)
  where trace_id is not null;
create index gateway_execution_traced on gateway_execution (organization_id, at desc, id desc) where trace_id is not null;
create index gateway_execution_by_conversation on gateway_execution (organization_id, conversation_id, at desc, id desc)
  where conversation_id is not null;
create index gateway_execution_conversing on gateway_execution (organization_id, at desc, id desc)
  where conversation_id is not null;
create index gateway_execution_after on gateway_execution (organization_id, turn_before) where turn_before is not null;
create index gateway_execution_by_tail on gateway_execution (organization_id, tail) where tail is not null;
create index gateway_execution_by_tag on gateway_execution using gin (tags) where tags is not null;
