-- The history of a workflow: each event of its lifecycle as it was applied, and what people are told
-- of it. Applying the events again, in order, gives the stored state. Appended to only.
create table history (
  workflow text not null,
  sequence bigint generated always as identity,
  at timestamptz not null,
  event text, -- JSON; null: older than this table, which kept the words only
  told text not null, -- a JSON list of {task, attempt, kind, message}
  primary key (workflow, sequence)
);

insert into history (workflow, at, event, told)
select
  workflow, at, null,
  jsonb_build_array(
    jsonb_strip_nulls(
      jsonb_build_object(
        'task', task, 'attempt', coalesce(attempt, 0), 'kind', kind, 'message', message)))
from event
order by sequence;

drop table event;

-- One writer puts each row in together with the workflow's own, so nothing needs to be looked up.
alter table effect drop constraint effect_workflow_fkey;
