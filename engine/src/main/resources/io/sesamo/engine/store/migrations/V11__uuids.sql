-- A workflow may be asked for by its UUID.
create index workflow_uuid on workflow (uuid);
