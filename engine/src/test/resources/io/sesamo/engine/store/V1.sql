-- A database of the first release, with a workflow that is over, one that runs (its order not yet
-- delivered) and one that waits. Kept as it was: the upgrade is tried on it.

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

create table flyway_schema_history (
  installed_rank integer not null constraint flyway_schema_history_pk primary key,
  version character varying(50),
  description character varying(200) not null,
  type character varying(20) not null,
  script character varying(1000) not null,
  checksum integer,
  installed_by character varying(100) not null,
  installed_on timestamp not null default now(),
  execution_time integer not null,
  success boolean not null
);

create index flyway_schema_history_s_idx on flyway_schema_history (success);

insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) values ('1', '1', 'workflows', 'SQL', 'V1__workflows.sql', '1440203502', 'sesamo', '2026-11-25 17:11:59.863762', '23', 'true');

insert into workflow_name (name, last_number) values ('chain', '2');
insert into workflow_name (name, last_number) values ('gang', '1');

insert into workflow (sequence, id, uuid, submitted_by, pool, priority, labels, warnings, spec, template, exec_timeout_ms, queue_timeout_ms, submit_time, status, message, cancelled_by, start_time, end_time) overriding system value values ('1', 'chain-1', 'b85e2d3f-491d-4be2-afbc-cce3c032c001', 'ada', 'default', 'NORMAL', '{"team": "arm"}', '[]', 'version: 2
workflow:
  name: chain
  labels:
    team: arm
  groups:
  - name: a-group
    barrier: true
    ignoreNonleadStatus: true
    tasks:
    - name: a
      lead: true
      image: "ubuntu:24.04"
      command:
      - "true"
      resource: default
  - name: b-group
    barrier: true
    ignoreNonleadStatus: true
    tasks:
    - name: b
      lead: true
      image: "ubuntu:24.04"
      command:
      - "true"
      inputs:
      - task: a
      resource: default
  resources:
    default:
      cpu: 0
      gpu: 0
      memory: "0"
      storage: "0"
', 'workflow:
  name: chain
  labels: {team: arm}
  tasks:
  - name: a
    image: ubuntu:24.04
    command: ["true"]
  - name: b
    image: ubuntu:24.04
    command: ["true"]
    inputs:
    - task: a
', '5184000000', '5184000000', '2026-11-25 17:12:00.912274+00', 'COMPLETED', '', null, '2026-11-25 17:12:01.654617+00', '2026-11-25 17:12:01.857641+00');
insert into workflow (sequence, id, uuid, submitted_by, pool, priority, labels, warnings, spec, template, exec_timeout_ms, queue_timeout_ms, submit_time, status, message, cancelled_by, start_time, end_time) overriding system value values ('2', 'chain-2', '2c21d8ee-7ce3-4758-adc3-529747ceb7ea', 'ada', 'default', 'NORMAL', '{"team": "arm"}', '[]', 'version: 2
workflow:
  name: chain
  labels:
    team: arm
  groups:
  - name: a-group
    barrier: true
    ignoreNonleadStatus: true
    tasks:
    - name: a
      lead: true
      image: "ubuntu:24.04"
      command:
      - "true"
      resource: default
  - name: b-group
    barrier: true
    ignoreNonleadStatus: true
    tasks:
    - name: b
      lead: true
      image: "ubuntu:24.04"
      command:
      - "true"
      inputs:
      - task: a
      resource: default
  resources:
    default:
      cpu: 0
      gpu: 0
      memory: "0"
      storage: "0"
', 'workflow:
  name: chain
  labels: {team: arm}
  tasks:
  - name: a
    image: ubuntu:24.04
    command: ["true"]
  - name: b
    image: ubuntu:24.04
    command: ["true"]
    inputs:
    - task: a
', '5184000000', '5184000000', '2026-11-25 17:12:01.963936+00', 'RUNNING', '', null, '2026-11-25 17:12:02.077667+00', null);
insert into workflow (sequence, id, uuid, submitted_by, pool, priority, labels, warnings, spec, template, exec_timeout_ms, queue_timeout_ms, submit_time, status, message, cancelled_by, start_time, end_time) overriding system value values ('3', 'gang-1', '5a2a2846-2888-4cc5-ab92-202faca1b719', 'ada', 'default', 'NORMAL', '{}', '[]', 'version: 2
workflow:
  name: gang
  groups:
  - name: g
    barrier: true
    ignoreNonleadStatus: true
    tasks:
    - name: lead
      lead: true
      image: "ubuntu:24.04"
      command:
      - "true"
      resource: default
    - name: helper
      lead: false
      image: "ubuntu:24.04"
      command:
      - "true"
      resource: default
  resources:
    default:
      cpu: 0
      gpu: 0
      memory: "0"
      storage: "0"
  timeout:
    exec_timeout: PT2H
', 'workflow:
  name: gang
  timeout: {exec_timeout: 2h}
  groups:
  - name: g
    tasks:
    - name: lead
      lead: true
      image: ubuntu:24.04
      command: ["true"]
    - name: helper
      image: ubuntu:24.04
      command: ["true"]
', '7200000', '5184000000', '2026-11-25 17:12:02.265067+00', 'PENDING', '', null, null, null);

insert into workflow_group (workflow, position, name, upstream, attempt, status, message) values ('chain-1', '0', 'a-group', '[]', '0', 'COMPLETED', '');
insert into workflow_group (workflow, position, name, upstream, attempt, status, message) values ('chain-1', '1', 'b-group', '["a-group"]', '0', 'COMPLETED', '');
insert into workflow_group (workflow, position, name, upstream, attempt, status, message) values ('chain-2', '0', 'a-group', '[]', '1', 'COMPLETED', '');
insert into workflow_group (workflow, position, name, upstream, attempt, status, message) values ('chain-2', '1', 'b-group', '["a-group"]', '0', 'INITIALIZING', '');
insert into workflow_group (workflow, position, name, upstream, attempt, status, message) values ('gang-1', '0', 'g', '[]', '0', 'SCHEDULING', 'default: busy: needs 2 CPU cores, 1 free');

insert into task (workflow, group_name, position, name, attempt, uuid, lead, kpis, status, ending, exit_code, message, node, scheduling_time, initializing_time, start_time, storing_time, end_time, output) values ('chain-1', 'a-group', '0', 'a', '0', '21567812-39dc-46b4-b81f-c33d1611d6de', 'true', '[]', 'COMPLETED', null, '0', '', 'node', '2026-11-25 17:12:00.912274+00', '2026-11-25 17:12:01.2202+00', '2026-11-25 17:12:01.654617+00', null, '2026-11-25 17:12:01.655808+00', '0000000000000000000000000000000000000000000000000000000000000000');
insert into task (workflow, group_name, position, name, attempt, uuid, lead, kpis, status, ending, exit_code, message, node, scheduling_time, initializing_time, start_time, storing_time, end_time, output) values ('chain-1', 'b-group', '1', 'b', '0', 'a61fde5f-dbe7-499a-b641-69c1d1654db5', 'true', '[]', 'COMPLETED', null, '0', '', 'node', '2026-11-25 17:12:01.655808+00', '2026-11-25 17:12:01.750825+00', '2026-11-25 17:12:01.85465+00', null, '2026-11-25 17:12:01.857641+00', '0000000000000000000000000000000000000000000000000000000000000000');
insert into task (workflow, group_name, position, name, attempt, uuid, lead, kpis, status, ending, exit_code, message, node, scheduling_time, initializing_time, start_time, storing_time, end_time, output) values ('chain-2', 'a-group', '0', 'a', '0', '695e957c-c89d-4fe5-a48d-1621daa3b503', 'true', '[]', 'RESCHEDULED', null, '3001', '', 'node', '2026-11-25 17:12:01.963936+00', '2026-11-25 17:12:01.976526+00', '2026-11-25 17:12:02.077667+00', null, '2026-11-25 17:12:02.07776+00', '0000000000000000000000000000000000000000000000000000000000000000');
insert into task (workflow, group_name, position, name, attempt, uuid, lead, kpis, status, ending, exit_code, message, node, scheduling_time, initializing_time, start_time, storing_time, end_time, output) values ('chain-2', 'a-group', '0', 'a', '1', '4ee1cecb-de71-44bf-9c02-e0806fcb10c1', 'true', '[]', 'COMPLETED', null, '0', '', 'node', '2026-11-25 17:12:02.07776+00', '2026-11-25 17:12:02.081628+00', '2026-11-25 17:12:02.19029+00', null, '2026-11-25 17:12:02.190381+00', '0000000000000000000000000000000000000000000000000000000000000000');
insert into task (workflow, group_name, position, name, attempt, uuid, lead, kpis, status, ending, exit_code, message, node, scheduling_time, initializing_time, start_time, storing_time, end_time, output) values ('chain-2', 'b-group', '1', 'b', '0', '6a7b0a98-e369-48e4-9619-6eaf2f6e4bbc', 'true', '[]', 'INITIALIZING', null, null, '', 'node', '2026-11-25 17:12:02.190381+00', '2026-11-25 17:12:02.19153+00', null, null, null, null);
insert into task (workflow, group_name, position, name, attempt, uuid, lead, kpis, status, ending, exit_code, message, node, scheduling_time, initializing_time, start_time, storing_time, end_time, output) values ('gang-1', 'g', '0', 'lead', '0', 'e776ca6b-58b2-41f2-859c-391734f56bf2', 'true', '[]', 'SCHEDULING', null, null, '', null, '2026-11-25 17:12:02.265067+00', null, null, null, null, null);
insert into task (workflow, group_name, position, name, attempt, uuid, lead, kpis, status, ending, exit_code, message, node, scheduling_time, initializing_time, start_time, storing_time, end_time, output) values ('gang-1', 'g', '1', 'helper', '0', '707c4ade-4e6f-4d37-873d-028933a40dfe', 'false', '[]', 'SCHEDULING', null, null, '', null, '2026-11-25 17:12:02.265067+00', null, null, null, null, null);

insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('1', 'chain-1', '2026-11-25 17:12:00.912274+00', null, '0', 'SUBMITTED', 'by ada');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('2', 'chain-1', '2026-11-25 17:12:00.912274+00', 'a', '0', 'SCHEDULING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('3', 'chain-1', '2026-11-25 17:12:01.2202+00', 'a', '0', 'INITIALIZING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('4', 'chain-1', '2026-11-25 17:12:01.654617+00', 'a', '0', 'RUNNING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('5', 'chain-1', '2026-11-25 17:12:01.654617+00', null, '0', 'RUNNING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('6', 'chain-1', '2026-11-25 17:12:01.655808+00', 'a', '0', 'COMPLETED', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('7', 'chain-1', '2026-11-25 17:12:01.655808+00', 'b', '0', 'SCHEDULING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('8', 'chain-1', '2026-11-25 17:12:01.750825+00', 'b', '0', 'INITIALIZING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('9', 'chain-1', '2026-11-25 17:12:01.85465+00', 'b', '0', 'RUNNING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('10', 'chain-1', '2026-11-25 17:12:01.857641+00', 'b', '0', 'COMPLETED', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('11', 'chain-1', '2026-11-25 17:12:01.857641+00', null, '0', 'COMPLETED', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('12', 'chain-2', '2026-11-25 17:12:01.963936+00', null, '0', 'SUBMITTED', 'by ada');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('13', 'chain-2', '2026-11-25 17:12:01.963936+00', 'a', '0', 'SCHEDULING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('14', 'chain-2', '2026-11-25 17:12:01.976526+00', 'a', '0', 'INITIALIZING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('15', 'chain-2', '2026-11-25 17:12:02.077667+00', 'a', '0', 'RUNNING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('16', 'chain-2', '2026-11-25 17:12:02.077667+00', null, '0', 'RUNNING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('17', 'chain-2', '2026-11-25 17:12:02.07776+00', 'a', '0', 'RESCHEDULED', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('18', 'chain-2', '2026-11-25 17:12:02.07776+00', 'a', '1', 'SCHEDULING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('19', 'chain-2', '2026-11-25 17:12:02.081628+00', 'a', '1', 'INITIALIZING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('20', 'chain-2', '2026-11-25 17:12:02.19029+00', 'a', '1', 'RUNNING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('21', 'chain-2', '2026-11-25 17:12:02.190381+00', 'a', '1', 'COMPLETED', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('22', 'chain-2', '2026-11-25 17:12:02.190381+00', 'b', '0', 'SCHEDULING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('23', 'chain-2', '2026-11-25 17:12:02.19153+00', 'b', '0', 'INITIALIZING', 'on node');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('24', 'gang-1', '2026-11-25 17:12:02.265067+00', null, '0', 'SUBMITTED', 'by ada');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('25', 'gang-1', '2026-11-25 17:12:02.265067+00', 'lead', '0', 'SCHEDULING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('26', 'gang-1', '2026-11-25 17:12:02.265067+00', 'helper', '0', 'SCHEDULING', '');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('27', 'gang-1', '2026-11-25 17:12:02.288043+00', 'lead', '0', 'QUEUED', 'default: busy: needs 2 CPU cores, 1 free');
insert into event (sequence, workflow, at, task, attempt, kind, message) overriding system value values ('28', 'gang-1', '2026-11-25 17:12:02.288043+00', 'helper', '0', 'QUEUED', 'default: busy: needs 2 CPU cores, 1 free');

insert into effect (sequence, workflow, group_name, attempt, kind, grace_ms) overriding system value values ('9', 'chain-2', 'b-group', '0', 'START', '0');

select setval(pg_get_serial_sequence('workflow', 'sequence'), 3);
select setval(pg_get_serial_sequence('event', 'sequence'), 28);
select setval(pg_get_serial_sequence('effect', 'sequence'), 9);
