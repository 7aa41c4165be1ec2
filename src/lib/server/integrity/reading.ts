// Reads what an audit looks at.
import { copyRows } from '../copying.ts';
import type { Sql } from '../database.ts';
import type { Answer, DayCounted, Encounter, Mark, Reach, ReturnSeen, Seen } from './encounters.ts';
import { readChanges, readExclusions } from './queries.ts';
import { answerRows, countRows, encounterRows, returnRows, type Span } from './seen-queries.ts';

type Cells = (string | null)[];

const numberOf = (cell: string | null | undefined) =>
	cell === null || cell === undefined ? null : Number(cell);
const wordsIn = (cell: string | null | undefined) => (cell ? cell.split(' ') : []);

/** The same few words, once each: rows by the million share them. */
function pool() {
	const known = new Map<string, string>();
	return (word: string) => {
		const found = known.get(word);
		if (found === undefined) known.set(word, word);
		return found ?? word;
	};
}

export async function readSeen(sql: Sql, span: Span): Promise<Seen> {
	const answers = new Map<string, Answer>();
	await copyRows(sql, answerRows(sql, span), (cells) => answers.set(cells[0]!, answerOf(cells)));
	const encounters: Encounter[] = [];
	const same = pool();
	await copyRows(sql, encounterRows(sql, span), (cells) => {
		encounters.push(encounterOf(cells, same, answers.get(cells[0]!) ?? null));
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
		eased: eased!,
		resolved: resolved!,
		promiseKept: promiseKept!,
		respected: numberOf(respected),
		asked: wordsIn(asked),
		network: network!,
		space: space!,
		device: device!,
		isFromBranch: isFromBranch === 't',
		words: words!,
		isLatePosted: isLatePosted === 't',
		kept: wordsIn(kept) as Mark[]
	};
}

function encounterOf(cells: Cells, same: (word: string) => string, answer: Answer | null): Encounter {
	const [id, rep, location, kind, customer, startedAt, minutes, lag, outcome, wait, hasReturn, backAfter] =
		cells;
	const [
		metBefore,
		decision,
		reach,
		destination,
		contactAge,
		changed,
		removed,
		young,
		denied,
		sent,
		bounced,
		rewritten
	] = cells.slice(12);
	return {
		id: id!,
		rep: typeof rep === 'string' ? same(rep) : null,
		location: same(location!),
		kind: same(kind!),
		customer: customer!,
		startedAt: Number(startedAt),
		minutes: numberOf(minutes),
		lag: numberOf(lag),
		outcome: same(outcome!),
		wait: numberOf(wait),
		hasReturn: hasReturn === 't',
		backAfter: numberOf(backAfter),
		metBefore: numberOf(metBefore),
		decision: typeof decision === 'string' ? same(decision) : null,
		reach: typeof reach === 'string' ? (same(reach) as Reach) : null,
		destination: destination!,
		contactAge: numberOf(contactAge),
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
		id: id!,
		rep: rep!,
		location: location!,
		returnedAt: Number(returnedAt),
		isExplained: explained === 't',
		isNoFaultFound: noFault === 't',
		cameBack: cameBack === 't',
		modes: reason && customer ? { reason, customer } : null
	};
}
