// The analysis: reads what had been recorded, looks, and writes down what stands out. A tier is reached once, on the day it is
// first seen; nothing rewrites that. Looking back at an earlier day writes nothing.
import { beside, toTheEnd } from '../beside.ts';
import { transaction, type Pool, type Sql } from '../database.ts';
import type { Queue } from '../queue.ts';
import {
	defectsOf,
	lineagesOf,
	loadFacts,
	type Defect,
	type Extent,
	type Loaded
} from '../returns/returns.ts';
import { assess, tiers, type Assessed, type Assessment } from './assess.ts';
import { countedIn } from './cause.ts';
import { measure, type Measured } from './evidence.ts';
import { lookAt, type Look } from './look.ts';
import { noticesOf } from './subscriptions.ts';
import { portraits, type Portraits } from './portrait.ts';
import {
	insertAnalysis,
	insertCrossings,
	insertMeasurements,
	knownFindings,
	lastPrior,
	latestAsOf,
	nameFindings,
	readCatalogue,
	readCustomers,
	readReasons,
	readWords,
	replaceCounted,
	replaceReports,
	takeTurn,
	type SaidOf
} from './queries.ts';

export interface Analysing {
	/** A day such as 2026-11-23; today unless said. */
	asOf?: string;
	/** Reads everything anew. */
	full?: boolean;
	queue: Pick<Queue, 'enqueue'>;
	/** The clock. */
	now(): Date;
	/** Told how far it is, from 0 to 1. */
	onProgress?(step: string, share: number): void | Promise<void>;
}

export interface Analysed {
	asOf: string;
	extent: Extent;
	/** Not stored: an earlier day than the last analysis. */
	isLookBack: boolean;
	/** Seconds in all, and of them in reading. */
	seconds: number;
	reading: number;
	lookedAt: LookedAt;
	quality: Defect[];
	found: Measured[];
	/** Tiers reached for the first time. */
	crossed: { sku: string; mode: string; tier: string }[];
}

export interface LookedAt {
	products: number;
	cells: number;
	units: number;
	returns: number;
	answers: number;
	prior: object;
	/** Share of returns recorded within a week. */
	withinWeek: number;
}

const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const seconds = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000;

/** "busy": another analysis is at it. */
export async function analyse(sql: Pool, input: Analysing): Promise<Analysed | 'busy'> {
	const now = input.now();
	const say = input.onProgress ?? (() => {});
	const asOf = input.asOf ?? now.toISOString().slice(0, 10);
	return sql.begin(async (turn) => {
		if (!(await takeTurn(turn))) return 'busy' as const;
		const last = await latestAsOf(sql);
		const isLookBack = last !== undefined && asOf < last;
		await say('reading', 0);
		const [loaded, { catalogue, reasons, known, prior, said, categoryOf }] = await Promise.all([
			loadFacts(sql, { full: input.full ?? false, keep: !isLookBack }, now),
			readCompany(sql, asOf)
		]);
		const readAt = input.now();
		await say('comparing', 0.5);
		const { facts } = loaded;
		// A night begins with the last one's prior; a full analysis searches everywhere, and a look back must know nothing of later.
		const near = loaded.extent === 'incremental' && !isLookBack ? prior : undefined;
		const look = lookAt({ facts, catalogue, reasons, asOf: dayNumber(asOf), near, known });
		const assessment = assess(look);
		const skuOf = ({ cell }: Assessed) => look.products[cell.product]!.sku;
		await readWords(
			sql,
			assessment.found.map((finding) => categoryOf(skuOf(finding))),
			asOf,
			said
		);
		const counted = assessment.found.flatMap((finding) =>
			countedIn(look, finding).map((each) => each.return)
		);
		const [customersOf, { lineages, quality }] = await beside(readCustomers(sql, counted), () => {
			const lineages = lineagesOf(facts.serials, facts.replacementsBy(look.asOf));
			const listed = new Map([...catalogue].map(([sku, { modes }]) => [sku, modes]));
			const quality = defectsOf({ ...look, reasons, listed, lineages });
			return { lineages, quality };
		});
		await say('checking', 0.6);
		const found = assessment.found
			.map((finding) =>
				measure(look, assessment, finding, {
					customersOf,
					said: said.get(categoryOf(skuOf(finding))) ?? []
				})
			)
			.sort((a, b) => tiers.indexOf(b.tier) - tiers.indexOf(a.tier) || b.eb05 - a.eb05);
		const result = {
			asOf,
			extent: loaded.extent,
			isLookBack,
			lookedAt: lookedAt(look, loaded, assessment.cells),
			quality,
			found,
			crossed: [] as Analysed['crossed']
		};
		if (!isLookBack) {
			await say('describing', 0.7);
			const drawn = portraits(look, assessment, lineages);
			await say('writing', 0.9);
			const others = faded(known, look, assessment, found);
			result.crossed = await store(sql, { ...result, drawn, loaded, others, input }, now);
		}
		await say('done', 1);
		return { ...result, seconds: seconds(now, input.now()), reading: seconds(now, readAt) };
	}) as Promise<Analysed | 'busy'>;
}

/** What the company says of its products, what is known of them, and customers' words on what stood out before. */
async function readCompany(sql: Sql, asOf: string) {
	// One after the other: to open a connection takes longer than any of them.
	const catalogue = await readCatalogue(sql);
	const reasons = await readReasons(sql);
	const known = await knownFindings(sql);
	const prior = await lastPrior(sql);
	const categoryOf = (sku: string) => catalogue.get(sku)?.category ?? null;
	const said: SaidOf = new Map();
	await readWords(
		sql,
		known.map(({ sku }) => categoryOf(sku)),
		asOf,
		said
	);
	return { catalogue, reasons, known, prior, said, categoryOf };
}

function lookedAt(look: Look, { answers }: Loaded, cells: number): LookedAt {
	const sum = (of: (product: Look['products'][number]) => number) =>
		look.products.reduce((total, product) => total + of(product), 0);
	return {
		products: look.products.length,
		cells,
		units: sum(({ facts }) => facts.units.length),
		returns: sum(({ own }) => own.returns),
		answers,
		prior: look.reference.prior,
		withinWeek: look.delay[7] ?? 1
	};
}

/** Findings of earlier that do not stand out now, as they look today. */
function faded(
	known: { finding: number; sku: string; mode: string }[],
	look: Look,
	assessment: Assessment,
	found: Measured[]
) {
	return known.flatMap(({ finding, sku, mode }) => {
		if (found.some((each) => each.sku === sku && each.mode === mode)) return [];
		const other = assessment.anyOther(sku, mode);
		if (!other) return [];
		return [
			{
				finding,
				measured: { ...measure(look, assessment, other, { customersOf: new Map(), said: [] }), tier: null }
			}
		];
	});
}

interface Storing extends Omit<Analysed, 'seconds' | 'reading'> {
	drawn: Portraits;
	loaded: Loaded;
	others: ReturnType<typeof faded>;
	input: Analysing;
}

/** All of it, or nothing. */
function store(sql: Sql, { found, drawn, loaded, others, input, ...result }: Storing, now: Date) {
	return transaction(sql, async (sql) => {
		const analysis = await insertAnalysis(sql, {
			asOf: result.asOf,
			extent: result.extent,
			startedAt: now,
			finishedAt: input.now(),
			lookedAt: result.lookedAt,
			quality: result.quality,
			foretelling: drawn.foretelling
		});
		const ids = await nameFindings(sql, found, now);
		const rows = found.map((measured) => ({
			finding: ids.get(`${measured.sku}\t${measured.mode}`)!,
			measured
		}));
		const reached = rows.flatMap(({ finding, measured }) =>
			tiers.slice(0, tiers.indexOf(measured.tier) + 1).map((tier) => ({ finding, tier }))
		);
		const crossed = await insertCrossings(sql, { analysis, asOf: result.asOf, at: now }, reached);
		if (crossed.length > 0) await input.queue.enqueue(sql, 'finding_notice', await noticesOf(sql, crossed));
		// Drawing goes on while the database writes.
		await toTheEnd([
			insertMeasurements(sql, analysis, [...rows, ...others]),
			replaceCounted(sql, rows),
			loaded.keep(sql),
			replaceReports(sql, analysis, drawn.all)
		]);
		const names = new Map(rows.map(({ finding, measured }) => [finding, measured]));
		return crossed.map(({ finding, tier }) => {
			const { sku, mode } = names.get(finding)!;
			return { sku, mode, tier };
		});
	});
}
