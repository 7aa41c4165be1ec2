import type { Fragment, Sql } from '../database.ts';

/** Days since 1970-01-01, in UTC. */
const dayOf = (sql: Sql, column: string) => sql.unsafe(`((${column})::date - date '1970-01-01')`);

/** sku, location, sold on, how sold, lot, version, supplier; serial and what it replaces where it replaces something. */
export function unitRows(sql: Sql): Fragment {
	return sql`
		select u.sku, u.location, ${dayOf(sql, 'u.sold_at')}, (u.replaces is not null or given.serial is not null)::int,
			u.lot, u.version, u.supplier, case when u.replaces is not null then u.serial end, u.replaces
		from units u
		left join (select distinct replacement_serial as serial from returns where replacement_serial is not null) given
			on given.serial = u.serial`;
}

/**
 * id, sku, serial, location of sale, sold on, returned on, recorded on, reason, disposition, replacement's serial,
 * whether the unit's record is there, whether it replaced another, lot, version, supplier.
 */
export function returnRows(sql: Sql): Fragment {
	return sql`
		select r.id, coalesce(u.sku, r.sku), r.serial, coalesce(u.location, r.location), ${dayOf(sql, 'u.sold_at')},
			${dayOf(sql, 'r.returned_at')}, ${dayOf(sql, 'coalesce(r.recorded_at, r.returned_at)')}, r.reason, r.disposition,
			r.replacement_serial, u.serial is not null,
			u.replaces is not null or (u.serial is not null and given.serial is not null), u.lot, u.version, u.supplier
		from returns r
		left join units u on u.serial = r.serial
		left join (select distinct replacement_serial as serial from returns where replacement_serial is not null) given
			on given.serial = r.serial`;
}

/** Trusted answers about a return: return, answer, answered on, failed, mode, resolved, channel. */
export function answerRows(sql: Sql): Fragment {
	return sql`
		with linked as (
			select r.id as "return", r.interaction from returns r where r.interaction is not null
			union
			select i."return", i.id from interactions i where i."return" is not null
		)
		select linked."return", a.id, ${dayOf(sql, 'a.answered_at')}, a.replies ->> 'product_failed',
			a.replies ->> 'failure_mode', a.replies ->> 'resolved', i.channel
		from trusted_answers t join answers a on a.id = t.answer
		join linked on linked.interaction = a.interaction
		join interactions i on i.id = a.interaction
		where a.replies ? 'product_failed' or a.replies ? 'resolved'`;
}
