// Groups side by side: each share beside that of all the others, and whether they clearly differ.
import { differenceOf } from '../../statistics/difference.ts';
import { benjaminiHochberg } from '../../statistics/false-discovery.ts';
import { chanceOfApart } from '../../statistics/two-shares.ts';
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import { figures } from '../desk/desk.ts';
import type { Filters } from './filters.ts';
import { remembered, revisionOf } from './remembering.ts';
import { readTallies, type Grouping, type Tally } from './tallies.ts';

export interface GroupShare extends Share {
	/** Against all the others, after allowing for how many groups and figures were looked at. */
	stands: 'above' | 'below' | null;
}

export interface Group {
	value: string;
	answers: number;
	shares: GroupShare[];
}

export interface Breakdown {
	by: Grouping;
	figures: { id: string; name: string; isBad: boolean }[];
	groups: Group[];
	/** Groups that are not shown because they have fewer answers. */
	more: number;
}

const shownFigures = ['overall', 'eased', 'resolved', 'promise_kept', 'respected', 'stay'];
const mostGroups = 60;
const level = 0.05;

export async function readBreakdown(sql: Sql, filters: Filters, by: Grouping, now: Date): Promise<Breakdown> {
	const version = await revisionOf(sql);
	return (
		await remembered(sql, ['breakdown', filters, by], { version, minutes: 60 }, now, () =>
			workOut(sql, filters, by)
		)
	).value;
}

async function workOut(sql: Sql, filters: Filters, by: Grouping): Promise<Breakdown> {
	const rows = await readTallies(sql, filters, { span: 'month', by });
	const whole = rows.find(({ value }) => value === null)!;
	const all = rows
		.filter(({ value, answers }) => value && answers > 0)
		.sort((one, other) => other.answers - one.answers);
	const shown = all.slice(0, mostGroups);
	const places = shownFigures.map((wanted) => figures.findIndex(({ id }) => id === wanted));
	const compared = shown.flatMap((group) => places.map((place) => compare(group, whole, place)));
	const clear = benjaminiHochberg(
		compared.map(({ p }) => p),
		level
	);
	const shares = compared.map(({ share, difference }, at): GroupShare => ({
		...share,
		stands: clear[at] ? (difference > 0 ? 'above' : 'below') : null
	}));
	return {
		by,
		figures: places.map((place) => {
			const { id, name, isBad = false } = figures[place]!;
			return { id, name, isBad };
		}),
		groups: shown.map(({ value, answers }, at) => ({
			value: value!,
			answers,
			shares: shares.slice(at * places.length, (at + 1) * places.length)
		})),
		more: all.length - shown.length
	};
}

/** A share against that of the others. */
function compare(group: Tally, whole: Tally, place: number) {
	const own: [number, number] = [group.yes[place]!, group.n[place]!];
	const others: [number, number] = [whole.yes[place]! - own[0], whole.n[place]! - own[1]];
	const share = wilsonInterval(...own);
	const difference = differenceOf(share, wilsonInterval(...others)).estimate;
	return { share, difference, p: chanceOfApart(own, others) };
}
