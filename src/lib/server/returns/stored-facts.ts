// Facts kept in the form the analysis works on: a night reads what was kept and adds what has arrived since. Now and then, and whenever
// the counts do not fit, everything is read anew.
import type { Sql } from '../database.ts';
import { Facts } from './facts.ts';
import { partOf, sizes, unpack, type Part } from './packing.ts';
import { countReceived, excludedAnswers, hasReceived, type Counts, type Window } from './queries.ts';
import { readFacts } from './reading.ts';

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
const together = 20;

export async function loadFacts(
	sql: Sql,
	{ full, keep }: { full: boolean; keep: boolean },
	now: Date
): Promise<Loaded> {
	const until = new Date(now.getTime() - settling);
	const marks = full ? undefined : await usableMarks(sql, now);
	// Before reading: what commits meanwhile is not taken for read.
	const counts = await countReceived(sql, lastDays(until));
	const facts = new Facts();
	const window: Window = marks ? { from: marks.through, until } : { until };
	if (marks) await restore(sql, facts, marks);
	const before = marks ? sizes(facts) : undefined;
	await readFacts(sql, facts, window);
	const kept = keep ? partOf(facts, before) : [];
	const part = marks ? marks.parts : 0;
	const locations = [...facts.locations];
	// What is too young to be kept.
	const young = { from: until, until: new Date(now.getTime() + settling) };
	if (await hasReceived(sql, young)) await readFacts(sql, facts, young);
	await dropExcluded(sql, facts);
	return {
		facts,
		extent: marks ? 'incremental' : 'full',
		answers: [...facts.answers.values()].reduce((sum, list) => sum + list.length, 0),
		keep: (sql) =>
			writePart(sql, kept, {
				...counts,
				through: until,
				parts: part,
				locations,
				madeAt: marks?.madeAt ?? now
			})
	};
}

const lastDays = (until: Date): Window => ({ from: new Date(until.getTime() - 2 * 86_400_000), until });

/** What can be built upon: young enough, and with everything in it that had been received by then. */
async function usableMarks(sql: Sql, now: Date): Promise<Marks | undefined> {
	const [marks] = await sql<Marks[]>`
		select through, parts, units::int, interactions::int, "returns"::int, answers::int, locations, made_at as "madeAt" from fact_marks`;
	if (!marks || marks.parts >= longest.parts) return undefined;
	if (now.getTime() - marks.madeAt.getTime() > longest.days * 86_400_000 || marks.through > now)
		return undefined;
	const there = await countReceived(sql, lastDays(marks.through));
	const fits = (['units', 'interactions', 'returns', 'answers'] as const).every(
		(table) => there[table] === marks[table]
	);
	return fits ? marks : undefined;
}

async function restore(sql: Sql, facts: Facts, { locations }: Marks) {
	for (const name of locations) facts.locationOf(name);
	unpack(
		facts,
		await sql<
			(Part & { part: number })[]
		>`select sku, part, units, "returns", content from product_facts order by part`
	);
}

async function writePart(sql: Sql, parts: Part[], marks: Marks) {
	if (marks.parts === 0) await sql`delete from product_facts`;
	// A few at a time: together they may be tens of megabytes.
	for (let from = 0; from < parts.length; from += together) {
		const rows = parts.slice(from, from + together).map((each) => ({ ...each, part: marks.parts }));
		await sql`insert into product_facts ${sql(rows, 'sku', 'part', 'units', 'returns', 'content')}`;
	}
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
	for (const [about, answers] of facts.answers) {
		const left = answers.filter(({ id }) => !excluded.has(id));
		if (left.length < answers.length) facts.answers.set(about, left);
	}
	for (const { sku, failed, mode } of rows)
		if (sku && failed) facts.products.get(sku)?.takeBack(failed, mode);
	for (const { said } of facts.products.values()) said.newest = said.newest.filter((id) => !excluded.has(id));
}
