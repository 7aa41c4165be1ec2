-- Beside what the flaws' company has: an address and a decision for everybody, addresses changed by reps, and where answers came from.
set session_replication_role = replica;
insert into customers (id, received_at) select 'C' || c, now() - interval '731 days' from generate_series(0, 599999) c;
insert into contacts (customer, kind, fingerprint, sealed, changed_at, received_at)
select 'C' || c, 'email', decode(md5('mail' || c), 'hex'), '\x01', '-infinity', now() - interval '731 days' from generate_series(0, 599999) c;
insert into contacts (customer, kind, fingerprint, sealed, changed_at, changed_by, interaction, received_at)
select customer, 'email', decode(md5('new' || id), 'hex'), '\x01', started_at, rep, id, received_at
from interactions where abs(hashtext(id)) % 70 = 0;
insert into decisions (interaction, customer, outcome, contact, policy, draw, decided_at)
select i.id, i.customer, 'too_late', k.id, 1, .5, i.received_at
from interactions i left join contacts k on k.customer = i.customer and k.changed_at = '-infinity';
update answers set seconds = 40 + abs(hashint8(id)) % 90;
insert into answer_traces (answer, network, space, device, kept_at)
select id, decode(md5('n' || abs(hashint8(id)) % 200000), 'hex'), decode(md5('s' || abs(hashint8(id)) % 90000), 'hex'),
	decode(md5('d' || abs(hashint8(id)) % 250000), 'hex'), now() from answers;
insert into counts (location, date, kind, source, count, received_at)
select location, started_at::date, kind, 'till', count(*), now() from interactions where kind = 'visit' group by 1, 2, 3;
set session_replication_role = default;
