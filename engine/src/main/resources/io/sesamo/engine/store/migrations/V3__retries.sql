-- How often a group was tried again for each reason, and when its next attempt may enter the queue.
-- Of groups from before nothing is known but the attempt; they get all their tries.
alter table workflow_group
  add column not_before timestamptz,
  add column retries_infrastructure int not null default 0,
  add column retries_asked int not null default 0,
  add column retries_failures int not null default 0;
