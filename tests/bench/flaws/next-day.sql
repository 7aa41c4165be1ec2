-- What one more day brings: rows like those before them.
create unlogged table back as
select 170000 + row_number() over () as k, serial, sku, lot, supplier, customer, location
from units where sold_at > now() - interval '40 days' and replaces is null
	and not exists (select from returns where serial = units.serial) limit 233;
insert into units (serial, sku, lot, version, supplier, sold_at, customer, location, received_at)
select 'S' || n, 'P' || n % 200, 'P' || n % 200 || '/L20', 'v1', 'supplier ' || (n % 200) % 7, current_date,
	'C' || (n::bigint * 7919) % 600000, 'Store ' || n / 200 % 60, now()
from generate_series(1915000, 1917623) n;
insert into returns (id, sku, serial, customer, location, returned_at, recorded_at, reason, disposition, replacement_serial, interaction, received_at)
select 'B' || k, sku, serial, customer, location, current_date, current_date, 'DEFECT',
	case when k % 2 = 0 then 'replaced' else 'refunded' end, case when k % 2 = 0 then serial || '-R' end, 'I' || k, now()
from back;
insert into units (serial, sku, lot, version, supplier, sold_at, customer, location, replaces, received_at)
select serial || '-R', sku, sku || '/L20', 'v1', supplier, current_date, customer, location, serial, now() from back where k % 2 = 0;
insert into interactions (id, kind, customer, rep, location, channel, started_at, sku, serial, "return", received_at)
select 'I' || k, 'return', customer, 'R' || k % 900, location, 'shop', current_date, sku, serial, 'B' || k, now() from back;
insert into interactions (id, kind, customer, rep, location, channel, started_at, sku, received_at)
select 'V' || v, 'visit', 'C' || (v::bigint * 7919) % 600000, 'R' || v % 900, 'Store ' || v % 60, 'shop', current_date,
	case when v % 3 = 0 then 'P' || v % 200 end, now()
from generate_series(830000, 831136) v;
insert into answers (interaction, imported_as, questionnaire, receipt, replies, answered_at, received_at)
select 'I' || k, 'A' || k, 1, 'r' || k, jsonb_build_object('overall', 2, 'eased', 2, 'resolved', 'no', 'product_failed', 'yes',
	'failure_mode', 'm' || substr(sku, length(sku)) || '_1', 'asked_for_score', '["nobody"]'::jsonb), current_date, now()
from back where k % 5 < 2;
insert into answers (interaction, imported_as, questionnaire, receipt, replies, answered_at, received_at)
select 'V' || v, 'AV' || v, 1, 'rv' || v, jsonb_build_object('overall', 1 + v % 5, 'eased', 1 + v % 5, 'resolved', 'yes', 'asked_for_score', '["nobody"]'::jsonb)
		|| case when v % 3 = 0 then '{"product_failed": "no"}'::jsonb else '{}' end, current_date, now()
from generate_series(830000, 831136) v where v % 61 < 20;
drop table back;
