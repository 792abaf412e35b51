-- Which calls a simulation was about, where somebody chose some: it says nothing about all of them. Null for all of the days.
alter table policy_simulation add column only_calls jsonb;
