-- Two years of a large company: 2,000,000 units of 200 products, 1,000,000 interactions, 170,000 returns, 340,000 answers.
set synchronous_commit = off;
insert into products (sku, name, category, supplier, launched_on, failure_modes, received_at)
select 'P' || p, 'Product ' || p, 'category ' || p % 10, 'supplier ' || p % 7, current_date - 730,
	(select jsonb_agg(jsonb_build_object('code', 'm' || p % 10 || '_' || m, 'label', 'Mode ' || m)) from generate_series(1, 5) m),
	now() - interval '731 days'
from generate_series(0, 199) p;
insert into reasons (reason, meaning, failure_mode, received_at)
select 'D-m' || c || '_' || m, 'failed', 'm' || c || '_' || m, now() - interval '731 days' from generate_series(0, 9) c, generate_series(1, 5) m;
insert into reasons (reason, meaning, received_at) values
	('DEFECT', 'failed', now() - interval '731 days'), ('REMORSE', 'changed_mind', now() - interval '731 days');

create unlogged table sale as
select n, d, current_date - 730 + d as day, 'P' || n % 200 as sku from (
	select n, ((n::bigint * 7919) % 730)::int as d from generate_series(0, 1914999) n
) numbered;
insert into units (serial, sku, lot, version, supplier, sold_at, customer, location, received_at)
select 'S' || n, sku, sku || '/L' || d / 36, 'v' || d / 365, 'supplier ' || (n % 200) % 7, day + interval '11 hours',
	'C' || (n::bigint * 7919) % 600000, 'Store ' || n / 200 % 60, day + interval '20 hours'
from sale order by d;

-- Every eleventh unit comes back, some of one product more often than of others.
create unlogged table back as
select row_number() over () - 1 as k, n, sku, day + age as returned, 1 + abs(hashint4(n)) % 5 as mode
from (select *, 1 + abs(hashint4(n + 7)) % greatest(1, least(330, 729 - d)) as age from sale) sold
where d < 729 and abs(hashint4(n + 13)) % (case when n % 200 = 17 then 5 else 11 end) = 0
limit 170000;
insert into returns (id, sku, serial, customer, location, returned_at, recorded_at, reason, disposition, replacement_serial, interaction, received_at)
select 'B' || k, sku, 'S' || n, 'C' || (n::bigint * 7919) % 600000, 'Store ' || n / 200 % 60, returned, returned + (k % 4)::int,
	case when k % 3 = 0 then 'DEFECT' when k % 20 = 1 then 'REMORSE' else 'D-m' || (n % 200) % 10 || '_' || mode end,
	case when k % 2 = 0 then 'replaced' else 'refunded' end, case when k % 2 = 0 then 'S' || n || '-R' end, 'I' || k,
	least(returned + (k % 4)::int + interval '20 hours', now() - interval '1 day')
from back order by returned;
insert into units (serial, sku, lot, version, supplier, sold_at, customer, location, replaces, received_at)
select 'S' || n || '-R', sku, sku || '/L' || (returned - (current_date - 730)) / 36, 'v1', 'supplier ' || (n % 200) % 7, returned,
	'C' || (n::bigint * 7919) % 600000, 'Store ' || n / 200 % 60, 'S' || n, least(returned + interval '20 hours', now() - interval '1 day')
from back where k % 2 = 0 order by returned;

insert into interactions (id, kind, customer, rep, location, channel, started_at, sku, serial, "return", received_at)
select 'I' || k, 'return', 'C' || (n::bigint * 7919) % 600000, 'R' || k % 900, 'Store ' || n / 200 % 60,
	case when k % 3 = 0 then 'post' else 'shop' end, returned, sku, 'S' || n, 'B' || k,
	least(returned + interval '20 hours', now() - interval '1 day')
from back order by returned;
insert into interactions (id, kind, customer, rep, location, channel, started_at, sku, received_at)
select 'V' || v, 'visit', 'C' || (v::bigint * 7919) % 600000, 'R' || v % 900, 'Store ' || v % 60, 'shop',
	current_date - 730 + v * 729 / 830000, case when v % 3 = 0 then 'P' || v % 200 end, current_date - 730 + v * 729 / 830000 + interval '20 hours'
from generate_series(0, 829999) v;

insert into answers (interaction, imported_as, questionnaire, receipt, replies, answered_at, received_at)
select 'I' || k, 'A' || k, 1, 'r' || k, jsonb_build_object('overall', 1 + k % 5, 'eased', 1 + k % 5, 'resolved', case when k % 4 = 0 then 'no' else 'yes' end,
		'product_failed', 'yes', 'failure_mode', 'm' || (n % 200) % 10 || '_' || mode, 'asked_for_score', '["nobody"]'::jsonb),
	returned + 1, least(returned + interval '1 day', now() - interval '1 day')
from back where k % 5 < 2;
insert into answers (interaction, imported_as, questionnaire, receipt, replies, answered_at, received_at)
select 'V' || v, 'AV' || v, 1, 'rv' || v, jsonb_build_object('overall', 1 + v % 5, 'eased', 1 + v % 5, 'resolved', 'yes', 'asked_for_score', '["nobody"]'::jsonb)
		|| case when v % 3 = 0 then '{"product_failed": "no"}'::jsonb else '{}' end,
	current_date - 729 + v * 728 / 830000, current_date - 729 + v * 728 / 830000 + interval '1 day'
from generate_series(0, 829999) v where v % 61 < 20;
drop table sale, back;
