-- Which of its node's accelerators a task has, by number: those who share one must know it, and so
-- must those who want a whole one. Of tasks from before nothing is known; all of them have whole ones.
alter table task add column accelerators jsonb not null default '[]';
