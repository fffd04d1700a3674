-- What people keep here for their tasks: passwords, tokens, keys. Values are encrypted before they
-- come here; a name and its profile are not.
create table credential (
  person text not null,
  name text not null,
  kind text not null,
  profile text,
  key_id text not null,
  sealed text not null,
  set_at timestamptz not null,
  primary key (person, name)
);
