-- For whom each workflow runs; empty: for the operator himself. The spec of older rows says it.
alter table workflow add column tenant text not null default '';

update workflow
set tenant = coalesce(
  substring(spec from '(?n)^ +tenant: *[''"]?([A-Za-z0-9][A-Za-z0-9_/-]*)'), '');

create index workflow_tenant on workflow (tenant, sequence);

-- Who may use the server. A row of its own for everybody who was given something: a role, a tenant,
-- a choice of a pool, a token.
create table person (
  name text primary key,
  tenant text not null default '',
  pool text,
  created_at timestamptz not null,
  created_by text not null
);

create table person_role (
  person text not null references person on delete cascade,
  role text not null,
  assigned_at timestamptz not null,
  assigned_by text not null,
  primary key (person, role)
);

-- Only a hash of each token is kept; whoever reads it here cannot use it.
create table access_token (
  person text not null references person on delete cascade,
  name text not null,
  hash text not null unique,
  description text not null,
  roles jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  primary key (person, name)
);

-- Who changed what by the API; appended to only.
create table write_log (
  sequence bigint generated always as identity primary key,
  at timestamptz not null,
  person text not null,
  tenant text not null,
  method text not null,
  path text not null,
  status int not null,
  request text not null
);
