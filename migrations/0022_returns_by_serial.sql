-- A unit's returns are looked up every night, for each unit whose record arrived: without an index all returns would be read.
create index returns_serial on returns (serial);
