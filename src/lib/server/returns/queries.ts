import { joined, type Fragment, type Sql } from '../database.ts';

/** Received after `from` (from the beginning without it) and up to `until`. */
export interface Window {
	from?: Date;
	until: Date;
}

const isPart = (window: Window): window is Window & { from: Date } => window.from !== undefined;

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

/** Serials given as replacements, by what returns say; only those `among`, where that is few. */
const given = (sql: Sql, until: Date, among?: Fragment) => sql`
	select distinct replacement_serial as serial from returns
	where replacement_serial <> serial and ${within(sql, 'returns', { until })}
		${among ? sql`and replacement_serial in (${among})` : sql``}`;

/** sku, location, sold on, how sold, lot, version, supplier; serial and what it replaces where it replaces something. */
export function unitRows(sql: Sql, window: Window): Fragment {
	return sql`
		select u.sku, u.location, ${dayOf(sql, 'u.sold_at')}, (u.replaces <> u.serial or given.serial is not null)::int,
			u.lot, u.version, u.supplier, case when u.replaces <> u.serial then u.serial end, u.replaces
		from units u
		left join (${given(sql, window.until, isPart(window) ? serialsOf(sql, 'units', window) : undefined)}) given on given.serial = u.serial
		where ${within(sql, 'u', window)}`;
}

/**
 * Serials of a window, as a list the planner takes for ten rows: of a window that has just begun it knows nothing, takes it for
 * one row, and would read a whole table for each.
 */
const serialsOf = (sql: Sql, what: 'units' | 'replacements', window: Window) =>
	what === 'units'
		? sql`select unnest(array(select serial from units where ${within(sql, 'units', window)}))`
		: sql`select unnest(array(select replacement_serial from returns
			where replacement_serial <> serial and ${within(sql, 'returns', window)}))`;

/** Units counted as new that a later return says were given as replacements: the columns of unitRows. */
export function turnedOutRows(sql: Sql, window: Window & { from: Date }): Fragment {
	return sql`
		with turned as materialized (
			select * from units u
			where u.serial in (${serialsOf(sql, 'replacements', window)})
				and u.replaces is null and u.received_at <= ${literal(sql, window.from)} and u.sold_at is not null)
		select u.sku, u.location, ${dayOf(sql, 'u.sold_at')}, 1, u.lot, u.version, u.supplier, null, null
		from turned u
		where u.serial not in (${given(sql, window.from, sql`select serial from turned`)})`;
}

/**
 * id, sku, serial, location of sale, sold on, returned on, recorded on, reason, disposition, replacement's serial,
 * whether the unit's record is there, whether it replaced another, lot, version, supplier, whether the return names another product, whether it lacks a day of recording.
 */
export function returnRows(sql: Sql, window: Window): Fragment {
	const { until } = window;
	// A return is looked at again when its unit's record arrives, or when another says the unit was a replacement.
	const chosen = isPart(window)
		? sql`with chosen as materialized (
			select id, serial from returns where ${within(sql, 'returns', window)}
			union select id, serial from returns where serial in (${serialsOf(sql, 'units', window)})
			union select id, serial from returns where serial in (${serialsOf(sql, 'replacements', window)}))`
		: undefined;
	return sql`
		${chosen ?? sql``}
		select r.id, coalesce(u.sku, r.sku), r.serial, case when u.serial is null then r.location else u.location end, ${dayOf(sql, 'u.sold_at')},
			${dayOf(sql, 'r.returned_at')}, ${dayOf(sql, 'coalesce(r.recorded_at, r.returned_at)')}, r.reason, r.disposition,
			r.replacement_serial, u.serial is not null,
			u.replaces <> u.serial or (u.serial is not null and r.serial in (${given(sql, until, chosen && sql`select serial from chosen`)})),
			u.lot, u.version, u.supplier, u.sku <> r.sku, r.recorded_at is null
		from returns r
		left join units u on u.serial = r.serial and ${within(sql, 'u', { until })}
		where ${within(sql, 'r', { until })} ${chosen ? sql`and r.id in (select id from chosen)` : sql``}`;
}

/**
 * Answers about products, one row for each return of its interaction, one with none: answer, answered on, failed, mode, resolved,
 * channel, return, sku of the interaction, else of its unit, else of the return; whether it is heard for the first time.
 */
export function answerRows(sql: Sql, window: Window): Fragment {
	const { from, until } = window;
	// An answer is looked at again when its interaction's record arrives, or a return that names the interaction.
	const which = from
		? sql`a.id in (
			select id from answers where ${within(sql, 'answers', window)}
			union all select a2.id from interactions i2 join answers a2 on a2.interaction = i2.id where ${within(sql, 'i2', window)}
			union all select a2.id from returns r2 join answers a2 on a2.interaction = r2.interaction where ${within(sql, 'r2', window)})
			and ${within(sql, 'a', { until })}`
		: within(sql, 'a', window);
	return sql`
		select a.id, ${dayOf(sql, 'a.answered_at')}, a.replies ->> 'product_failed', a.replies ->> 'failure_mode',
			a.replies ->> 'resolved', i.channel, coalesce(i."return", r.id),
			coalesce(i.sku, case when i.sku is null then coalesce(
				(select u.sku from units u where u.serial = i.serial),
				(select named.sku from returns named where named.id = i."return"), r.sku) end),
			${from ? sql`(${within(sql, 'a', window)}) or (${within(sql, 'i', window)})` : sql`true`}
		from answers a
		join interactions i on i.id = a.interaction and ${within(sql, 'i', { until })}
		left join returns r on r.interaction = a.interaction and i."return" is null and ${within(sql, 'r', { until })}
		where not a.voice and (a.replies ? 'product_failed' or a.replies ? 'resolved') and ${which}`;
}

/** Answers that do not count any more, and what they had said of which product. */
export async function excludedAnswers(sql: Sql) {
	return sql<{ answer: number; sku: string | null; failed: string | null; mode: string | null }[]>`
		select e.answer::int, coalesce(i.sku, u.sku, named.sku, r.sku) as sku, a.replies ->> 'product_failed' as failed,
			a.replies ->> 'failure_mode' as mode
		from unadjusted_answers e
		join answers a on a.id = e.answer
		left join interactions i on i.id = a.interaction
		left join units u on u.serial = i.serial
		left join returns named on named.id = i."return"
		left join lateral (select sku from returns where interaction = a.interaction limit 1) r on true
		where not a.voice`;
}

export interface Counts {
	units: number;
	interactions: number;
	returns: number;
	answers: number;
}

/** How many there are, received within each of the windows. */
export async function countReceived(sql: Sql, windows: (Window & { from: Date })[]): Promise<Counts[]> {
	const from = new Date(Math.min(...windows.map((window) => window.from.getTime())));
	const count = (table: keyof Counts) => sql`
		select array[${joined(
			sql,
			windows.map((window) => sql`count(*) filter (where ${within(sql, table, window)})`),
			', '
		)}]::int[] from ${sql(table)} where ${sql.unsafe(table)}.received_at > ${literal(sql, from)}`;
	const [row] = await sql<Record<keyof Counts, number[]>[]>`
		select (${count('units')}) as units, (${count('interactions')}) as interactions, (${count('returns')}) as returns,
			(${count('answers')}) as answers`;
	return windows.map((_, at) => ({
		units: row!.units[at]!,
		interactions: row!.interactions[at]!,
		returns: row!.returns[at]!,
		answers: row!.answers[at]!
	}));
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

/** The statements a full reading consists of. */
export const readingStatements = (sql: Sql, until: Date): Fragment[] => [
	unitRows(sql, { until }),
	returnRows(sql, { until }),
	answerRows(sql, { until })
];
