-- Rows that are written often keep room on their page, so that PostgreSQL updates them in place.

create table workflow_name (
  name text primary key,
  last_number bigint not null
) with (fillfactor = 50);

create table workflow (
  sequence bigint generated always as identity unique,
  id text primary key,
  uuid uuid not null,
  submitted_by text not null,
  pool text not null,
  priority text not null,
  labels jsonb not null,
  warnings jsonb not null,
  spec text not null,
  template text not null,
  exec_timeout_ms bigint not null,
  queue_timeout_ms bigint not null,
  submit_time timestamptz not null,
  status text not null,
  message text not null,
  cancelled_by text,
  start_time timestamptz,
  end_time timestamptz
) with (fillfactor = 70);

create index workflow_unfinished on workflow (sequence) where end_time is null;

create table workflow_group (
  workflow text not null references workflow on delete cascade,
  position int not null,
  name text not null,
  upstream jsonb not null,
  attempt int not null,
  status text not null,
  message text not null,
  primary key (workflow, name)
) with (fillfactor = 70);

create table task (
  workflow text not null references workflow on delete cascade,
  group_name text not null,
  position int not null,
  name text not null,
  attempt int not null,
  uuid uuid not null default gen_random_uuid(),
  lead boolean not null,
  kpis jsonb not null,
  status text not null,
  ending text,
  exit_code int,
  message text not null,
  node text,
  scheduling_time timestamptz,
  initializing_time timestamptz,
  start_time timestamptz,
  storing_time timestamptz,
  end_time timestamptz,
  output text,
  primary key (workflow, name, attempt)
) with (fillfactor = 60);

-- What happened, for people and for audits; appended to only.
create table event (
  sequence bigint generated always as identity primary key,
  workflow text not null references workflow on delete cascade,
  at timestamptz not null,
  task text,
  attempt int,
  kind text not null,
  message text not null
);

create index event_of_workflow on event (workflow, sequence);

-- What is still to be told to a backend; a row goes when the backend has taken it.
create table effect (
  sequence bigint generated always as identity primary key,
  workflow text not null references workflow on delete cascade,
  group_name text not null,
  attempt int not null,
  kind text not null,
  grace_ms bigint not null
);
