-- Workflow files that people keep under a name, in versions. A name is one in its tenant.
create table app (
  uuid uuid primary key,
  name text not null,
  tenant text not null, -- empty: of no tenant
  owner text not null,
  description text not null,
  created_at timestamptz not null,
  unique (name, tenant)
);

create table app_version (
  app uuid not null references app on delete cascade,
  version int not null,
  created_at timestamptz not null,
  created_by text not null,
  spec text, -- null: deleted; its number is not used again
  primary key (app, version)
);

create index app_version_by on app_version (created_by);

-- What a workflow was made of, and the tags that people put on it.
alter table workflow
  add column app uuid,
  add column app_version int,
  add column parent text, -- the failed workflow of which this is the rest
  add column tags jsonb not null default '[]';

create index workflow_app on workflow (app) where app is not null;

-- What each task asks for. Of tasks from before nothing is kept here.
alter table task
  add column cpu_milli bigint not null default 0,
  add column memory_bytes bigint not null default 0,
  add column storage_bytes bigint not null default 0,
  add column accelerator_milli bigint not null default 0;
