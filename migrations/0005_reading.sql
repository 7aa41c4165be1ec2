-- Views over what was received: which units descend from which, and which product an answer is about.

-- A unit and everything that replaced it, one after the other, is one lineage, named by its first serial.
-- A replacement is known from the return it was given for, or from the unit's own record; either
-- may be missing or late, and faulty feeds may even describe a circle.
create view lineages as
with recursive steps as (
	select serial, replacement_serial as next from returns
	where serial is not null and replacement_serial is not null and replacement_serial <> serial
	union
	select replaces, serial from units where replaces is not null and replaces <> serial
), members as (
	select serial from returns where serial is not null
	union
	select serial from steps
	union
	select next from steps
), walk as (
	select serial as first, serial, 0 as position, array[serial] as path
	from members where not exists (select from steps where steps.next = members.serial)
	union all
	select walk.first, steps.next, walk.position + 1, walk.path || steps.next
	from walk join steps on steps.serial = walk.serial
	where not steps.next = any(walk.path) and walk.position < 100
)
select distinct on (members.serial)
	members.serial,
	coalesce(walk.first, members.serial) as lineage,
	coalesce(walk.position, 0) as position
from members left join walk on walk.serial = members.serial
order by members.serial, walk.first;

-- Returns in their lineage: the second and later ones are repeat returns. Without a serial number a
-- return belongs to no lineage and can never be called a repeat. Days alone are equal moments, so the
-- place in the lineage goes before the id.
create view returns_in_lineage as
select
	r.*,
	l.lineage,
	reasons.meaning,
	reasons.failure_mode,
	case when l.lineage is not null then
		row_number() over (partition by l.lineage order by r.returned_at, l.position, r.id)
	end as turn
from returns r
left join lineages l on l.serial = r.serial
left join reasons on reasons.reason = r.reason;

-- The product an answer is about: named by the interaction, else by its serial number, else by the
-- return it belongs to.
create view answered_products as
select
	a.id as answer,
	coalesce(i.sku, u.sku, by_number.sku, by_interaction.sku) as sku,
	coalesce(i.serial, by_number.serial, by_interaction.serial) as serial
from answers a
join interactions i on i.id = a.interaction
left join units u on u.serial = i.serial
left join returns by_number on by_number.id = i."return"
left join lateral (
	select sku, serial from returns where returns.interaction = i.id order by returned_at, id limit 1
) by_interaction on true;

create index returns_interaction on returns (interaction) where interaction is not null;
