// Reads what an audit looks at.
import { copyRows } from '../copying.ts';
import type { Sql } from '../database.ts';
import { encounterColumns } from './columns.ts';
import type { Answer, DayCounted, Encounter, Mark, Reach, ReturnSeen, Seen } from './encounters.ts';
import { readChanges, readExclusions } from './queries.ts';
import { answerRows, countRows, encounterRows, returnRows, type Span } from './seen-queries.ts';

type Cells = (string | null)[];

const numberOf = (cell: string | null | undefined) =>
	cell === null || cell === undefined ? null : Number(cell);
const none: string[] = [];
const lists = new Map<string, string[]>();
function wordsIn(cell: string | null | undefined): string[] {
	if (!cell) return none;
	const found = lists.get(cell);
	if (found) return found;
	const copy = cell.split(' ').map(same);
	lists.set(copy.join(' '), copy);
	return copy;
}

/** The same few words, once each: rows by the million share them, and a part of a row would keep all of it in memory. */
const known = new Map<string, string>();
function same(word: string): string {
	const found = known.get(word);
	if (found !== undefined) return found;
	const copy = Buffer.from(word).toString();
	known.set(copy, copy);
	return copy;
}
const orNull = (cell: string | null | undefined) => (typeof cell === 'string' ? same(cell) : null);

export async function readSeen(sql: Sql, span: Span): Promise<Seen> {
	const answers = new Map<string, Answer>();
	await copyRows(sql, answerRows(sql, span), (cells) => answers.set(cells[0]!, answerOf(cells)));
	const encounters: Encounter[] = [];
	const kept = encounterColumns();
	await copyRows(sql, encounterRows(sql, span), (cells) => {
		encounters.push(kept(encounterOf(cells, answers.get(cells[0]!) ?? null)));
	});
	const returns: ReturnSeen[] = [];
	await copyRows(sql, returnRows(sql, span), (cells) => returns.push(returnOf(cells)));
	const counts: DayCounted[] = [];
	await copyRows(sql, countRows(sql, span), ([location, kind, day, counted, logged]) => {
		counts.push({
			location: location!,
			kind: kind!,
			day: Number(day),
			counted: Number(counted),
			logged: Number(logged)
		});
	});
	return {
		encounters,
		returns,
		counts,
		exclusions: await readExclusions(sql),
		changes: await readChanges(sql)
	};
}

function answerOf([
	,
	id,
	at,
	seconds,
	replies,
	overall,
	eased,
	resolved,
	promiseKept,
	respected,
	...rest
]: Cells): Answer {
	const [asked, network, space, device, isFromBranch, words, isLatePosted, kept] = rest;
	return {
		id: Number(id),
		at: Number(at),
		seconds: numberOf(seconds),
		replies: Number(replies),
		overall: numberOf(overall),
		eased: orNull(eased),
		resolved: orNull(resolved),
		promiseKept: orNull(promiseKept),
		respected: numberOf(respected),
		asked: wordsIn(asked),
		network: numberOf(network),
		space: numberOf(space),
		device: numberOf(device),
		isFromBranch: isFromBranch === 't',
		words: numberOf(words),
		isLatePosted: isLatePosted === 't',
		kept: wordsIn(kept) as Mark[]
	};
}

function encounterOf(cells: Cells, answer: Answer | null) {
	const [id, rep, location, kind, customer, startedAt, minutes, lag, outcome, wait, hasReturn, backAfter] =
		cells;
	const [metBefore, decision, reach, destination, changed, removed, young, denied, sent, bounced, rewritten] =
		cells.slice(12);
	return {
		// A copy, not a part of its row.
		id: Buffer.from(id!).toString(),
		rep: orNull(rep),
		location: same(location!),
		kind: same(kind!),
		customer: Number(customer),
		startedAt: Number(startedAt),
		minutes: numberOf(minutes),
		lag: numberOf(lag),
		outcome: same(outcome!),
		wait: numberOf(wait),
		hasReturn: hasReturn === 't',
		backAfter: numberOf(backAfter),
		metBefore: numberOf(metBefore),
		decision: orNull(decision),
		reach: orNull(reach) as Reach | null,
		destination: numberOf(destination),
		hasChanged: changed === 't',
		hasRemoved: removed === 't',
		isYoung: young === 't',
		isDenied: denied === 't',
		isSent: sent === 't',
		hasBounced: bounced === 't',
		rewritten: wordsIn(rewritten),
		answer
	};
}

function returnOf([
	id,
	rep,
	location,
	returnedAt,
	explained,
	noFault,
	cameBack,
	reason,
	customer
]: Cells): ReturnSeen {
	return {
		id: Buffer.from(id!).toString(),
		rep: orNull(rep),
		location: same(location!),
		returnedAt: Number(returnedAt),
		isExplained: explained === 't',
		isNoFaultFound: noFault === 't',
		cameBack: cameBack === 't',
		modes: reason && customer ? { reason, customer } : null
	};
}
