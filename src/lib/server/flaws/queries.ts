import { beside } from '../beside.ts';
import { joined, type Sql } from '../database.ts';
import type { Prior } from '../../statistics/gamma-poisson-shrinkage.ts';
import type { Reason } from '../returns/returns.ts';
import type { Measured } from './evidence.ts';
import type { Catalogue } from './look.ts';
import type { Portrait } from './portrait.ts';
import type { Said } from './words.ts';

/** Taken by whoever analyses; false if somebody else is at it. Ends with the transaction. */
export async function takeTurn(sql: Sql): Promise<boolean> {
	const [row] = await sql<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(7155212) as taken`;
	return row!.taken;
}

export async function readCatalogue(sql: Sql): Promise<Catalogue> {
	const rows = await sql<{ sku: string; category: string | null; modes: string[] }[]>`
		select sku, category, array(select item ->> 'code' from jsonb_array_elements(failure_modes) item) as modes from products`;
	return new Map(rows.map(({ sku, ...entry }) => [sku, entry]));
}

export async function readReasons(sql: Sql): Promise<Map<string, Reason>> {
	const rows = await sql<{ reason: string; meaning: string; failureMode: string | null }[]>`
		select reason, meaning, failure_mode as "failureMode" from reasons`;
	return new Map(rows.map(({ reason, ...rest }) => [reason, rest]));
}

/** Customers of these returns, for as long as the analysis runs; stored nowhere. */
export async function readCustomers(sql: Sql, returns: string[]): Promise<Map<string, string>> {
	const rows = await sql<{ id: string; customer: string }[]>`
		select id, customer from returns where id = any(${returns}) and customer is not null`;
	return new Map(rows.map(({ id, customer }) => [id, customer]));
}

export async function latestAsOf(sql: Sql): Promise<string | undefined> {
	const [row] = await sql<{ asOf: string }[]>`select max(as_of)::text as "asOf" from analyses`;
	return row?.asOf ?? undefined;
}

export async function lastPrior(sql: Sql): Promise<Prior | undefined> {
	const [row] = await sql<{ prior: Prior }[]>`
		select looked_at -> 'prior' as prior from analyses order by id desc limit 1`;
	return row?.prior;
}

/** Texts about products of a category, with the mode each names. */
export type SaidOf = Map<string | null, Said[]>;

/** Adds texts about products of these categories, the newest of them, where they are not there yet. */
export async function readWords(sql: Sql, categories: (string | null)[], asOf: string, said: SaidOf) {
	for (const category of new Set(categories.filter((each) => !said.has(each))))
		said.set(
			category,
			await sql<Said[]>`
				select a.replies ->> 'failure_mode' as mode, w.words
				from answers a
				join answer_words w on w.answer = a.id and w.key = 'comment'
				join interactions i on i.id = a.interaction
				join products p on p.sku = i.sku
				where p.category is not distinct from ${category} and a.replies ? 'failure_mode' and not a.voice
					and a.answered_at < ${asOf}::date + 1
					and not exists (select from unadjusted_answers e where e.answer = a.id)
				order by a.id desc
				limit 3000`
		);
}

/** As many rows as one statement holds well. */
const together = 50;
/** Of reports: few enough that the database is not kept waiting. */
const handful = 20;

function* chunked<T>(rows: T[], size = together): Generator<T[], undefined> {
	for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}

export interface AnalysisRow {
	asOf: string;
	extent: 'full' | 'incremental';
	startedAt: Date;
	finishedAt: Date;
	lookedAt: object;
	quality: object;
	foretelling: object;
}

export async function insertAnalysis(sql: Sql, row: AnalysisRow): Promise<number> {
	const [inserted] = await sql<{ id: number }[]>`
		insert into analyses (as_of, extent, started_at, finished_at, looked_at, quality, foretelling)
		values (${row.asOf}, ${row.extent}, ${row.startedAt}, ${row.finishedAt}, ${sql.json(row.lookedAt as never)},
			${sql.json(row.quality as never)}, ${sql.json(row.foretelling as never)})
		returning id::int`;
	return inserted!.id;
}

/** Ids of all findings by product and mode; those that are new are made. One analysis at a time: nobody else makes any. */
export async function nameFindings(sql: Sql, found: Measured[], at: Date): Promise<Map<string, number>> {
	const skus = found.map(({ sku }) => sku);
	const modes = found.map(({ mode }) => mode);
	await sql`insert into findings (sku, failure_mode, found_at)
		select sku, mode, ${at} from unnest(${skus}::text[], ${modes}::text[]) as named (sku, mode)
		where not exists (select from findings f where f.sku = named.sku and f.failure_mode = named.mode)`;
	const rows = await sql<{ id: number; sku: string; mode: string }[]>`
		select id::int, sku, failure_mode as mode from findings`;
	return new Map(rows.map(({ id, sku, mode }) => [`${sku}\t${mode}`, id]));
}

export async function insertMeasurements(
	sql: Sql,
	analysis: number,
	rows: { finding: number; measured: Omit<Measured, 'tier'> & { tier: string | null } }[]
) {
	for (const some of chunked(rows)) {
		const values = some.map(
			({ finding, measured: m }) =>
				sql`(${finding}, ${analysis}, ${m.tier}, ${m.cause}, ${m.lot}, ${m.observed}, ${m.expected}, ${m.ebgm}, ${m.eb05},
					${m.eb95}, ${m.eValue}, date '1970-01-01' + ${m.since}::int, ${m.inUse}, ${sql.json(m.evidence as never)})`
		);
		await sql`insert into measurements (finding, analysis, tier, cause, lot, observed, expected, ebgm, eb05, eb95, e_value,
				since, in_use, evidence)
			values ${joined(sql, values, ', ')}`;
	}
}

/** Reached tiers; those that were reached earlier stay as they are. The new ones. */
export async function insertCrossings(
	sql: Sql,
	{ analysis, asOf, at }: { analysis: number; asOf: string; at: Date },
	reached: { finding: number; tier: string }[]
): Promise<{ finding: number; tier: string }[]> {
	if (reached.length === 0) return [];
	const rows = await sql<{ finding: number; tier: string }[]>`
		insert into crossings (finding, tier, crossed_on, analysis, noted_at)
		select finding, tier, ${asOf}::date, ${analysis}, ${at}
		from unnest(${reached.map(({ finding }) => finding)}::bigint[], ${reached.map(({ tier }) => tier)}::text[]) as r (finding, tier)
		where not exists (select from crossings c where c.finding = r.finding and c.tier = r.tier)
		returning finding::int, tier`;
	return [...rows];
}

export async function replaceCounted(sql: Sql, rows: { finding: number; measured: Measured }[]) {
	const all = rows.flatMap(({ finding, measured }) => measured.counted.map((each) => ({ finding, ...each })));
	// Most stay what they were.
	await sql`
		with counted as (
			select * from unnest(${all.map(({ finding }) => finding)}::bigint[], ${all.map((each) => each.return)}::text[],
				${all.map(({ source }) => source)}::text[], ${all.map(({ answer }) => answer)}::bigint[])
				as each (finding, "return", source, answer)
		), gone as (
			delete from counted_returns c
			where not exists (select from counted where finding = c.finding and "return" = c."return")
		)
		insert into counted_returns (finding, "return", source, answer)
		select * from counted c
		where not exists (select from counted_returns o where o.finding = c.finding and o."return" = c."return"
			and o.source = c.source and o.answer is not distinct from c.answer)
		on conflict (finding, "return") do update set source = excluded.source, answer = excluded.answer`;
}

/** Each handful is drawn while the one before it is written. */
export async function replaceReports(sql: Sql, analysis: number, portraits: (() => Portrait)[]) {
	const handfuls = chunked(portraits, handful);
	const draw = () => handfuls.next().value?.map((portrait) => portrait());
	const rowOf = ({ sku, summary, content }: Portrait) =>
		sql`(${sku}, ${analysis}, ${sql.json(summary as never)}, ${sql.json(content as never)})`;
	let [, drawn] = await beside(sql`delete from product_reports`, draw);
	while (drawn)
		[, drawn] = await beside(
			sql`insert into product_reports (sku, analysis, summary, content) values ${joined(sql, drawn.map(rowOf), ', ')}`,
			draw
		);
}

export async function knownFindings(sql: Sql): Promise<{ finding: number; sku: string; mode: string }[]> {
	return sql`select id::int as finding, sku, failure_mode as mode from findings`;
}
