-- What administrators set through the API, all of a kind in each revision; the last one of a kind holds.
create table config_revision (
  kind text not null,
  revision int not null,
  name text not null, -- the one that was changed; empty: all
  data text not null, -- JSON
  changed_by text not null,
  changed_at timestamptz not null,
  description text not null,
  tags jsonb not null,
  primary key (kind, revision)
);
