-- Who asked for the review, as a human: a requester like the one who opened the change. Unknown for changes submitted before.
alter table changes_change add column submitted_human text;
