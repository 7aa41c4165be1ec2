// "Where do promises break?" By what was promised, where, and how much time it left.
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import type { Filters } from './filters.ts';
import { remembered } from './remembering.ts';
import { narrowed } from './tallies.ts';

export interface PromiseGroup {
	name: string;
	kept: Share;
	late: Share;
	broken: Share;
}

export interface Promises {
	n: number;
	isCapped: boolean;
	all: PromiseGroup;
	byPromise: PromiseGroup[];
	byLocation: PromiseGroup[];
	byTime: PromiseGroup[];
	byKind: PromiseGroup[];
}

const newest = 10_000;
const mostGroups = 25;

interface Row {
	promise: string | null;
	location: string | null;
	kind: string | null;
	/** Days from the beginning until it was due. */
	days: number | null;
	kept: number;
	late: number;
	broken: number;
}

/** Kept for ten minutes: thousands of single answers stand behind it. */
export const readPromises = (sql: Sql, filters: Filters, now: Date) =>
	remembered(sql, ['promises', filters], { minutes: 10 }, now, () => workOut(sql, filters));

async function workOut(sql: Sql, filters: Filters): Promise<Promises> {
	const rows = await sql<Row[]>`
		with newest as materialized (
			select answer, said, kind, location from desk_answers
			where ${narrowed(sql, filters)} and not voice and left_out is distinct from 'excluded' and left_out is distinct from 'signal'
				and said && array['promise_kept=kept', 'promise_kept=late', 'promise_kept=broken']
			order by answered_at desc, answer desc limit ${newest}
		)
		select
			-- Days and numbers make no promise of its own.
			trim(regexp_replace(lower(left(i.promise, 120)),
				'\\y(mon|tues|wednes|thurs|fri|satur|sun)day\\y|\\d+([.:/-]\\d+)*', '…', 'g')) as promise,
			newest.location, newest.kind,
			floor(extract(epoch from i.promise_due_at - i.started_at) / 86400)::int as days,
			count(*) filter (where said @> array['promise_kept=kept'])::int as kept,
			count(*) filter (where said @> array['promise_kept=late'])::int as late,
			count(*) filter (where said @> array['promise_kept=broken'])::int as broken
		from newest left join answers a on a.id = newest.answer left join interactions i on i.id = a.interaction
		group by 1, 2, 3, 4`;
	const groups = (nameOf: (row: Row) => string | null) =>
		grouped(rows, nameOf)
			.sort((one, other) => other.broken.low - one.broken.low || other.broken.n - one.broken.n)
			.slice(0, mostGroups);
	const all = groupOf('All', rows);
	return {
		n: all.kept.n,
		isCapped: all.kept.n === newest,
		all,
		byPromise: groups(({ promise }) => (promise && promise !== '(erased)' ? promise : null)),
		byLocation: groups(({ location }) => location),
		byTime: times.flatMap(({ name, holds }) => {
			const those = rows.filter(({ days }) => days !== null && holds(days));
			return those.length > 0 ? [groupOf(name, those)] : [];
		}),
		byKind: groups(({ kind }) => kind)
	};
}

const times = [
	{ name: 'the same day', holds: (days: number) => days < 1 },
	{ name: 'one or two days', holds: (days: number) => days >= 1 && days < 3 },
	{ name: 'three days to a week', holds: (days: number) => days >= 3 && days <= 7 },
	{ name: 'more than a week', holds: (days: number) => days > 7 }
];

function grouped(rows: Row[], nameOf: (row: Row) => string | null): PromiseGroup[] {
	const groups = Map.groupBy(
		rows.filter((row) => nameOf(row)),
		(row) => nameOf(row)!
	);
	return [...groups].map(([name, those]) => groupOf(name, those));
}

function groupOf(name: string, rows: Row[]): PromiseGroup {
	const sum = (key: 'kept' | 'late' | 'broken') => rows.reduce((total, row) => total + row[key], 0);
	const n = sum('kept') + sum('late') + sum('broken');
	return {
		name,
		kept: wilsonInterval(sum('kept'), n),
		late: wilsonInterval(sum('late'), n),
		broken: wilsonInterval(sum('broken'), n)
	};
}
