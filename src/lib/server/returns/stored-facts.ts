// Facts kept in the form the analysis works on: a night reads what was kept and adds what has arrived since. Now and then, and whenever
// the counts do not fit, everything is read anew.
import { sent } from '../beside.ts';
import { copyBytes } from '../copying.ts';
import type { Sql } from '../database.ts';
import type { Bytes } from './bundle.ts';
import { Facts } from './facts.ts';
import { partOf, sizes, unpack } from './packing.ts';
import { countReceived, excludedAnswers, type Counts } from './queries.ts';
import { readFacts, receivedIn } from './reading.ts';

export type Extent = 'full' | 'incremental';

export interface Loaded {
	facts: Facts;
	extent: Extent;
	answers: number;
	/** Keeps what was read, in the transaction that stores what came of it. */
	keep(sql: Sql): Promise<void>;
}

/** The counts are those of the last two days before `through`: who commits later than that is found by the weekly reading. */
interface Marks extends Counts {
	through: Date;
	parts: number;
	locations: string[];
	madeAt: Date;
}

/** Senders may take a while between noting the time and committing; what is younger is read, and not kept yet. */
const settling = 15 * 60_000;
const longest = { parts: 40, days: 7 };
/** Bundles written at once: a few megabytes. */
const together = 10;

export async function loadFacts(
	sql: Sql,
	{ full, keep }: { full: boolean; keep: boolean },
	now: Date
): Promise<Loaded> {
	const until = new Date(now.getTime() - settling);
	const young = full ? undefined : await youngMarks(sql, now);
	const [kept, [counts, then]] = await Promise.all([
		young && readKept(sql),
		// Before reading: what commits meanwhile is not taken for read.
		countReceived(sql, [until, ...(young ? [young.through] : [])].map(lastDays))
	]);
	const marks = young && isSame(then!, young) ? young : undefined;
	const received = receivedIn(sql, marks ? { from: marks.through, until } : { until });
	// What is too young to be kept.
	const fresh = receivedIn(sql, { from: until, until: new Date(now.getTime() + settling) });
	await sent();
	const facts = new Facts();
	if (marks) await restore(facts, marks, kept!);
	const before = marks ? sizes(facts) : undefined;
	await readFacts(facts, received);
	const added = keep ? [...partOf(facts, before)] : [];
	const part = marks ? marks.parts : 0;
	const locations = [...facts.locations];
	await readFacts(facts, fresh);
	await dropExcluded(sql, facts);
	return {
		facts,
		extent: marks ? 'incremental' : 'full',
		answers: facts.answers.length,
		keep: (sql) =>
			writePart(sql, added, {
				...counts!,
				through: until,
				parts: part,
				locations,
				madeAt: marks?.madeAt ?? now
			})
	};
}

const lastDays = (until: Date) => ({ from: new Date(until.getTime() - 2 * 86_400_000), until });

/** What can be built upon, if it fits. */
async function youngMarks(sql: Sql, now: Date): Promise<Marks | undefined> {
	const [marks] = await sql<Marks[]>`
		select through, parts, units::int, interactions::int, "returns"::int, answers::int, locations, made_at as "madeAt" from fact_marks`;
	if (!marks || marks.parts >= longest.parts || marks.through > now) return undefined;
	return now.getTime() - marks.madeAt.getTime() > longest.days * 86_400_000 ? undefined : marks;
}

/** Whether everything is in it that had been received by then. */
const isSame = (there: Counts, marks: Marks) =>
	(['units', 'interactions', 'returns', 'answers'] as const).every((table) => there[table] === marks[table]);

type Kept = Bytes & { part: number };

async function readKept(sql: Sql): Promise<Kept[]> {
	const rows = await copyBytes(sql, sql`select part, size, content from kept_facts order by part, bundle`);
	return rows.map(([part, size, content]) => ({
		part: part!.readInt32BE(),
		size: size!.readInt32BE(),
		content: content!
	}));
}

async function restore(facts: Facts, { locations }: Marks, kept: Kept[]) {
	for (const name of locations) facts.locationOf(name);
	for (const part of Map.groupBy(kept, ({ part }) => part).values()) await unpack(facts, part);
}

async function writePart(sql: Sql, part: Bytes[], marks: Marks) {
	if (marks.parts === 0) await sql`delete from kept_facts`;
	const rows = part.map((bytes, bundle) => ({ ...bytes, part: marks.parts, bundle }));
	for (let from = 0; from < rows.length; from += together)
		await sql`insert into kept_facts ${sql(rows.slice(from, from + together), 'part', 'bundle', 'size', 'content')}`;
	const { through, units, interactions, returns, answers, locations, madeAt } = marks;
	await sql`
		insert into fact_marks (through, parts, units, interactions, "returns", answers, locations, made_at)
		values (${through}, ${marks.parts + 1}, ${units}, ${interactions}, ${returns}, ${answers}, ${sql.json(locations)}, ${madeAt})
		on conflict (single) do update set through = excluded.through, parts = excluded.parts, units = excluded.units, interactions = excluded.interactions,
			"returns" = excluded."returns", answers = excluded.answers, locations = excluded.locations, made_at = excluded.made_at`;
}

async function dropExcluded(sql: Sql, facts: Facts) {
	const rows = await excludedAnswers(sql);
	if (rows.length === 0) return;
	const excluded = new Set(rows.map(({ answer }) => answer));
	facts.answers.drop(excluded);
	for (const { sku, failed, mode } of rows)
		if (sku && failed) facts.products.get(sku)?.takeBack(failed, mode);
	for (const { said } of facts.products.values()) said.newest = said.newest.filter((id) => !excluded.has(id));
}
