-- Interactions and answers number :from to :to, in the order of time as they come, of a chain of 50 locations, 150 teams, 1,500 reps and 200 products, over two years up to
-- today. Every interaction here is answered: what is measured grows with answers.
insert into interactions (id, kind, customer, rep, location, channel, started_at, ended_at, wait_minutes, promise, promise_due_at, sku, language, received_at)
select 'I' || n, (array['visit', 'call', 'repair', 'delivery', 'return', 'chat'])[1 + (h >> 8) % 6], 'C' || h % 200000, 'R' || h % 1500,
	'Location ' || h % 50, (array['shop', 'phone', 'shop', 'home', 'shop', 'web'])[1 + (h >> 8) % 6],
	at, at + interval '20 minutes', (h >> 4) % 40, case when h % 5 = 0 then 'A call within ' || 1 + h % 3 || ' days' end,
	case when h % 5 = 0 then at + interval '2 days' end, case when h % 5 < 2 then 'P' || (h >> 3) % 200 end,
	(array['en', 'en', 'en', 'de', 'fr', 'es'])[1 + (h >> 12) % 6], at
from (
	select n, hashint8(n)::bigint & 1073741823 as h, now() - (63072000 * (1 - (n - :from) / (:to - :from + 1)::float8)) * interval '1 second' - interval '3 days' as at
	from generate_series(:from, :to) n
) drawn;
insert into decisions (interaction, customer, outcome, contact, policy, draw, decided_at)
select id, customer, 'too_late', null, 1, 0, started_at from interactions where substr(id, 2)::int between :from and :to;
insert into answers (interaction, imported_as, questionnaire, receipt, replies, answered_at, received_at, seconds)
select 'I' || n, 'H' || n, 1, 'r' || n, jsonb_strip_nulls(jsonb_build_object(
		'overall', 1 + h % 5, 'resolved', (array['yes', 'yes', 'partly', 'no'])[1 + (h >> 2) % 4], 'eased', 1 + (h >> 5) % 5,
		'promise_kept', case when h % 5 = 0 then (array['kept', 'kept', 'late', 'broken'])[1 + (h >> 7) % 4] end,
		'respected', 1 + (h >> 9) % 5, 'stay', (array['yes', 'yes', 'yes', 'unsure', 'no'])[1 + (h >> 11) % 5],
		'asked_for_score', jsonb_build_array(case when h % 97 = 0 then 'pressured' else 'nobody' end),
		'wanted', case when h % 5 < 2 then jsonb_build_array((array['action', 'apology', 'refund'])[1 + (h >> 6) % 3]) end,
		'product_failed', case when h % 5 < 2 then case when (h >> 4) % 9 = 0 then 'yes' else 'no' end end)),
	at, at, 60
from (
	select n, hashint8(n)::bigint & 1073741823 as h, now() - (63072000 * (1 - (n - :from) / (:to - :from + 1)::float8)) * interval '1 second' - interval '1 day' as at
	from generate_series(:from, :to) n
) drawn;
insert into answer_words (answer, key, words)
select id, 'comment', (array['Nobody called back although it was promised', 'Quick and friendly, thank you', 'The battery is flat after two hours',
	'I had to explain everything three times', 'Die Maschine läuft wieder, danke', 'Long wait at the counter'])[1 + h % 6]
	|| case when h % 20011 = 0 then ' and the gramophone crackles' else '' end || ', number ' || h % 1000
from (select id, hashint8(id)::bigint & 1073741823 as h from answers where substr(imported_as, 2)::int between :from and :to) drawn
where h % 10 < 3;
