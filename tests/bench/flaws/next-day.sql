-- What one more day brings.
insert into units (serial, sku, lot, version, supplier, sold_at, customer, location, received_at)
select 'N' || n, 'P' || n % 200, 'P' || n % 200 || '/L20', 'v1', 'supplier ' || (n % 200) % 7, current_date, 'C' || n, 'Store ' || n % 60, now()
from generate_series(0, 2739) n;
insert into returns (id, sku, serial, customer, location, returned_at, recorded_at, reason, disposition, interaction, received_at)
select 'NB' || n, sku, serial, customer, location, current_date, current_date, 'DEFECT', 'refunded', 'NI' || n, now()
from (select row_number() over () as n, * from units where sold_at > now() - interval '40 days' limit 233) u;
insert into interactions (id, kind, customer, location, channel, started_at, sku, "return", received_at)
select 'NI' || n, case when n <= 233 then 'return' else 'visit' end, 'C' || n, 'Store ' || n % 60, 'shop', current_date, 'P' || n % 200,
	case when n <= 233 then 'NB' || n end, now()
from generate_series(1, 1370) n;
insert into answers (interaction, imported_as, questionnaire, receipt, replies, answered_at, received_at)
select 'NI' || n, 'NA' || n, 1, 'nr' || n, '{"overall": 2, "resolved": "no", "product_failed": "yes", "failure_mode": "m1_1"}', current_date, now()
from generate_series(1, 466) n;
