-- When a line was moved on last: a clock that ran ahead for a while must not hold up everything for as long.
alter table drips add column moved_at timestamptz;
