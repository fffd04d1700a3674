-- Each group has a pool of its own. Of groups from before it is that of their workflow.
alter table workflow_group
  add column pool text, -- null: the current attempt has no place yet
  add column site text not null default '', -- empty: not known
  add column emulated boolean not null default false,
  add column moves jsonb not null default '[]'; -- moments

update workflow_group
set pool = workflow.pool
from workflow
where workflow.id = workflow_group.workflow
  and exists (
    select from task
    where task.workflow = workflow_group.workflow and task.group_name = workflow_group.name
      and task.attempt = workflow_group.attempt and task.node is not null);

-- The fleet's files as they were applied, the latest of which holds; and what is drained.
create table fleet_version (
  version int generated always as identity primary key,
  title text not null,
  text text not null,
  applied_by text not null,
  applied_at timestamptz not null,
  home boolean not null -- whether it is the file in the server's home folder
);

create table fleet_drain (
  name text primary key,
  reason text not null,
  drained_by text not null,
  drained_at timestamptz not null
);

-- Why attempts of groups went where they went.
create table placement_explanation (
  workflow text not null,
  group_name text not null,
  attempt int not null,
  at timestamptz not null,
  explanation text not null, -- JSON
  primary key (workflow, group_name, attempt)
);

-- What attempts of groups took, each from its place to its end.
create table account (
  workflow text not null,
  group_name text not null,
  attempt int not null,
  user_name text not null,
  tenant text not null, -- empty: the operator's own
  pool text not null,
  site text not null,
  emulated boolean not null,
  model text not null, -- empty: no accelerator, or an unknown one
  began timestamptz not null,
  ended timestamptz not null,
  accelerator_hours double precision not null,
  energy_kwh double precision not null,
  carbon_g double precision not null,
  price_usd double precision not null,
  bytes_moved bigint not null,
  primary key (workflow, group_name, attempt)
);

create index account_ended on account (ended);

-- How long completed runs took, by the workflow's name.
create table run_time (
  workflow_name text not null,
  group_name text not null,
  model text not null,
  runs bigint not null,
  total_seconds double precision not null,
  primary key (workflow_name, group_name, model)
);
