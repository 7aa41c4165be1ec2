import type { Fragment, Sql } from '../database.ts';

/** Received after `from` (from the beginning without it) and up to `until`. */
export interface Window {
	from?: Date;
	until: Date;
}

const within = (sql: Sql, table: string, { from, until }: Window) => {
	const column = sql.unsafe(`${table}.received_at`);
	return from
		? sql`${column} > ${literal(sql, from)} and ${column} <= ${literal(sql, until)}`
		: sql`${column} <= ${literal(sql, until)}`;
};

/** COPY takes no parameters; a moment of ours is safe as text. */
const literal = (sql: Sql, at: Date) => sql.unsafe(`timestamptz '${at.toISOString()}'`);

/** Days since 1970-01-01, in UTC. */
const dayOf = (sql: Sql, column: string) => sql.unsafe(`((${column})::date - date '1970-01-01')`);

/** Serials given as replacements, by what returns say. */
const given = (sql: Sql, until: Date) => sql`
	select distinct replacement_serial as serial from returns
	where replacement_serial is not null and ${within(sql, 'returns', { until })}`;

/** sku, location, sold on, how sold, lot, version, supplier; serial and what it replaces where it replaces something. */
export function unitRows(sql: Sql, window: Window): Fragment {
	return sql`
		select u.sku, u.location, ${dayOf(sql, 'u.sold_at')}, (u.replaces is not null or given.serial is not null)::int,
			u.lot, u.version, u.supplier, case when u.replaces is not null then u.serial end, u.replaces
		from units u
		left join (${given(sql, window.until)}) given on given.serial = u.serial
		where ${within(sql, 'u', window)}`;
}

/** Units counted as new that a later return says were given as replacements: the columns of unitRows. */
export function turnedOutRows(sql: Sql, window: Window & { from: Date }): Fragment {
	return sql`
		select u.sku, u.location, ${dayOf(sql, 'u.sold_at')}, 1, u.lot, u.version, u.supplier, null, null
		from units u
		where u.serial in (select replacement_serial from returns where ${within(sql, 'returns', window)})
			and u.replaces is null and u.received_at <= ${literal(sql, window.from)} and u.sold_at is not null
			and not exists (select from returns earlier
				where earlier.replacement_serial = u.serial and earlier.received_at <= ${literal(sql, window.from)})`;
}

/**
 * id, sku, serial, location of sale, sold on, returned on, recorded on, reason, disposition, replacement's serial,
 * whether the unit's record is there, whether it replaced another, lot, version, supplier, whether the return names another product.
 */
export function returnRows(sql: Sql, window: Window): Fragment {
	const { from, until } = window;
	// A return is looked at again when its unit's record arrives, or when another says the unit was a replacement.
	const which = from
		? sql`r.id in (
			select id from returns where ${within(sql, 'returns', window)}
			union select r2.id from returns r2 join units u2 on u2.serial = r2.serial where ${within(sql, 'u2', window)}
			union select r2.id from returns r2 join returns other on other.replacement_serial = r2.serial
			where ${within(sql, 'other', window)})
			and ${within(sql, 'r', { until })}`
		: within(sql, 'r', window);
	return sql`
		select r.id, coalesce(u.sku, r.sku), r.serial, coalesce(u.location, r.location), ${dayOf(sql, 'u.sold_at')},
			${dayOf(sql, 'r.returned_at')}, ${dayOf(sql, 'coalesce(r.recorded_at, r.returned_at)')}, r.reason, r.disposition,
			r.replacement_serial, u.serial is not null,
			u.replaces is not null or (u.serial is not null and ${
				from
					? sql`exists (select from returns other where other.replacement_serial = r.serial and ${within(sql, 'other', { until })})`
					: sql`given.serial is not null`
			}), u.lot, u.version, u.supplier, u.sku <> r.sku
		from returns r
		left join units u on u.serial = r.serial and ${within(sql, 'u', { until })}
		${from ? sql`` : sql`left join (${given(sql, until)}) given on given.serial = r.serial`}
		where ${which}`;
}

/** Answers about a return: return, answer, answered on, failed, mode, resolved, channel. */
export function answerRows(sql: Sql, window: Window): Fragment {
	const { from, until } = window;
	const linked = from
		? sql`
			select r.id as "return", a.id as answer from answers a join returns r on r.interaction = a.interaction
			where ${within(sql, 'a', window)}
			union
			select i."return", a.id from answers a join interactions i on i.id = a.interaction
			where i."return" is not null and ${within(sql, 'a', window)}
			union
			select i."return", a.id from interactions i join answers a on a.interaction = i.id
			where i."return" is not null and ${within(sql, 'i', window)}
			union
			select r.id, a.id from returns r join answers a on a.interaction = r.interaction where ${within(sql, 'r', window)}`
		: sql`
			select r.id as "return", a.id as answer from answers a join returns r on r.interaction = a.interaction
			union
			select i."return", a.id from answers a join interactions i on i.id = a.interaction where i."return" is not null`;
	return sql`
		select linked."return", a.id, ${dayOf(sql, 'a.answered_at')}, a.replies ->> 'product_failed',
			a.replies ->> 'failure_mode', a.replies ->> 'resolved', i.channel
		from (${linked}) linked join answers a on a.id = linked.answer join interactions i on i.id = a.interaction
		where not a.voice and ${within(sql, 'a', { until })}`;
}

/** What customers said of products: product, failed, mode, number of answers, and the newest of them. */
export function saidRows(sql: Sql, window: Window): Fragment {
	return sql`
		select coalesce(i.sku, u.sku, by_number.sku, by_interaction.sku), a.replies ->> 'product_failed',
			a.replies ->> 'failure_mode', count(*), (array_agg(a.id order by a.id desc))[1:12]
		from answers a
		join interactions i on i.id = a.interaction
		left join units u on u.serial = case when i.sku is null then i.serial end
		left join returns by_number on by_number.id = case when i.sku is null then i."return" end
		left join (
			select distinct on (interaction) interaction, sku from returns
			where interaction is not null order by interaction, returned_at, id
		) by_interaction on by_interaction.interaction = case when i.sku is null then i.id end
		where not a.voice and a.replies ? 'product_failed' and ${within(sql, 'a', window)}
		group by 1, 2, 3`;
}

/** Answers that do not count any more. */
export async function excludedAnswers(sql: Sql): Promise<Set<number>> {
	const rows = await sql<{ answer: number }[]>`select answer::int from excluded_answers`;
	return new Set(rows.map(({ answer }) => answer));
}

export interface Counts {
	units: number;
	returns: number;
	answers: number;
}

/** How many there are, received within the window. */
export async function countReceived(sql: Sql, window: Window): Promise<Counts> {
	const count = async (table: 'units' | 'returns' | 'answers') => {
		const [row] = await sql<
			{ n: number }[]
		>`select count(*)::int as n from ${sql(table)} where ${within(sql, table, window)}`;
		return row!.n;
	};
	const [units, returns, answers] = await Promise.all([count('units'), count('returns'), count('answers')]);
	return { units, returns, answers };
}

/** Whether anything that matters was received within the window. */
export async function hasReceived(sql: Sql, window: Window): Promise<boolean> {
	const [row] = await sql<{ any: boolean }[]>`
		select exists (select from units where ${within(sql, 'units', window)})
			or exists (select from returns where ${within(sql, 'returns', window)})
			or exists (select from answers where ${within(sql, 'answers', window)})
			or exists (select from interactions where ${within(sql, 'interactions', window)}) as any`;
	return row!.any;
}
