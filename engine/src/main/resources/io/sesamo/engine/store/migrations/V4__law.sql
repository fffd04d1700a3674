-- What people decide or obtain for work that the law does not simply allow, what was supplied under
-- it, and a log of every decision. Nothing here is ever deleted or changed, but that a clearance can
-- be revoked, once.
create table law_clearance (
  number bigint generated always as identity primary key,
  kind text not null,
  rules jsonb not null,
  chips jsonb not null, -- here and below: empty means all
  sites jsonb not null,
  parties jsonb not null,
  actions jsonb not null,
  quantity bigint check (quantity > 0), -- null: without limit
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  reference text not null,
  decided_by text not null,
  why text not null,
  decided_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  revoked_why text
);

create table law_draw (
  sequence bigint generated always as identity primary key,
  clearance bigint not null references law_clearance,
  quantity bigint not null check (quantity > 0),
  at timestamptz not null,
  drawn_by text not null,
  what text not null
);

create index law_draw_of_clearance on law_draw (clearance);

-- Each hash is SHA-256, in hexadecimal digits, of the one before followed by the entry, in UTF-8. The
-- columns that are searched come out of the entry, so that all that can be read is hashed.
create table law_audit (
  sequence bigint primary key,
  entry text not null, -- JSON
  previous text not null,
  hash text not null,
  at text collate "C" generated always as ((entry::jsonb) ->> 'at') stored,
  workflow text generated always as ((entry::jsonb) ->> 'workflow') stored
);

create index law_audit_of_workflow on law_audit (workflow, sequence);

create index law_audit_at on law_audit (at, sequence);

-- The end of the log: locked by who writes on, and tells when the last entries are missing.
create table law_head (
  one boolean primary key default true check (one), -- there is one row
  sequence bigint not null,
  hash text not null
);

insert into law_head (sequence, hash) values (0, repeat('0', 64));

-- The catalogues by which was judged: JSON, gzip'd.
create table law_catalog (
  version text primary key,
  files bytea not null
);

create function law_chain() returns trigger language plpgsql as $$
declare
  head law_head%rowtype;
begin
  select * into head from law_head for update;
  new.sequence := head.sequence + 1;
  new.previous := head.hash;
  new.hash := encode(sha256(convert_to(head.hash || new.entry, 'UTF8')), 'hex');
  update law_head set sequence = new.sequence, hash = new.hash;
  return new;
end
$$;

create trigger law_audit_chain before insert on law_audit
  for each row execute function law_chain();

create function law_never() returns trigger language plpgsql as $$
begin
  raise exception '% is only ever added to', tg_table_name;
end
$$;

create function law_revoke() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null or new.revoked_at is null
    or (to_jsonb(old) - 'revoked_at' - 'revoked_by' - 'revoked_why')
      is distinct from (to_jsonb(new) - 'revoked_at' - 'revoked_by' - 'revoked_why')
  then
    raise exception 'a clearance can only be revoked, once';
  end if;
  return new;
end
$$;

create trigger law_clearance_revoke before update on law_clearance
  for each row execute function law_revoke();

create trigger law_clearance_never before delete or truncate on law_clearance
  for each statement execute function law_never();

create trigger law_draw_never before update or delete or truncate on law_draw
  for each statement execute function law_never();

create trigger law_audit_never before update or delete or truncate on law_audit
  for each statement execute function law_never();

create trigger law_catalog_never before update or delete or truncate on law_catalog
  for each statement execute function law_never();
