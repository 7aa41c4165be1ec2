// What is settled: interactions of earlier quarters, long answered, whose tallies are kept so that a night reads the recent
// ones only. Once a week, after a change of the detectors, or when asked, everything is read anew: what was fed late into an earlier
// quarter is seen then. Where answers came from is known for ninety days, and a quarter is settled a hundred days after its end at the earliest.
import type { Sql } from '../database.ts';
import type { Context, Detector, SubjectType } from './detector.ts';
import type { Seen } from './encounters.ts';
import { tally, type Counts } from './tallying.ts';
import type { Tally } from '../../statistics/peers.ts';

const day = 86_400_000;
const settling = 100 * day;
const goodFor = 7 * day;

export interface Settled {
	/** What began from then on is read. */
	cut: Date;
	counts: Map<string, Counts>;
}

/** The start of the quarter that goes on a hundred days before. */
function cutFor(now: Date): Date {
	const then = new Date(now.getTime() - settling);
	return new Date(Date.UTC(then.getUTCFullYear(), Math.floor(then.getUTCMonth() / 3) * 3, 1));
}

interface Kept {
	tallies: [SubjectType, [subject: string, stratum: string, group: string, n: number, observed: number][]][];
	followed: [string, Counts['followed'] extends Map<string, infer F> ? F : never][];
}

/** What may be built on; undefined: everything has to be read. */
export async function readSettled(sql: Sql, detectors: Detector[], now: Date): Promise<Settled | undefined> {
	const [mark] = await sql<{ cut: Date; madeAt: Date }[]>`select cut, made_at as "madeAt" from settled_marks`;
	if (!mark || now.getTime() - mark.madeAt.getTime() > goodFor || mark.madeAt > now) return undefined;
	const rows = await sql<
		{ detector: string; content: Kept }[]
	>`select detector, content from settled_tallies`;
	const known = new Map(rows.map(({ detector, content }) => [detector, countsOf(content)]));
	return detectors.every(({ name }) => known.has(name)) ? { cut: mark.cut, counts: known } : undefined;
}

const countsOf = ({ tallies, followed }: Kept): Counts => ({
	tallies: new Map(
		tallies.map(([type, rows]) => [
			type,
			rows.map(([subject, stratum, group, n, observed]): Tally => ({ subject, stratum, group, n, observed }))
		])
	),
	followed: new Map(followed)
});

/** Keeps the tallies of what began before the cut, of every detector that could count. */
export async function keepSettled(
	sql: Sql,
	{
		detectors,
		seen,
		context,
		failed
	}: { detectors: Detector[]; seen: Seen; context: Context; failed: string[] },
	now: Date
) {
	const cut = cutFor(now);
	await sql`delete from settled_tallies`;
	for (const detector of detectors) {
		if (failed.includes(detector.name)) continue;
		const { tallies, followed } = tally(detector, seen, context, cut.getTime());
		const kept: Kept = {
			tallies: [...tallies].map(([type, rows]) => [
				type,
				rows.map(({ subject, stratum, group, n, observed }) => [subject, stratum, group, n, observed])
			]),
			followed: [...followed]
		};
		await sql`insert into settled_tallies (detector, content) values (${detector.name}, ${JSON.stringify(kept)}::text::jsonb)`;
	}
	await sql`
		insert into settled_marks (cut, made_at) values (${cut}, ${now})
		on conflict (single) do update set cut = excluded.cut, made_at = excluded.made_at`;
}
