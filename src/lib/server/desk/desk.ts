// The desk: what its pages read of the answers, gathered into one row each and into sums, so that a page costs the same for a
// hundred thousand answers and for ten million. Everything here is derived; no fact is kept here alone, and nothing is gathered
// on the way of an answer.
import { transaction, type Sql } from '../database.ts';
import { figuresVersion } from './figures.ts';
import {
	gatherAgain,
	gatherDecisions,
	gatherFresh,
	gatherLeftOut,
	leftOutVersion,
	noteNext,
	readMarks,
	recountAsked,
	remakeEverything,
	settleMarks,
	takeGatheringTurn
} from './queries.ts';

export { figures, type Figure } from './figures.ts';
export { noteHappening } from './happenings.ts';
export { sumsOf } from './queries.ts';
export { tagAnswer, untagAnswer } from './tags.ts';
export { listViews, removeView, saveView, type SavedView } from './views.ts';

const atOnce = 5000;

/** What else is done with answers that have just been gathered, in the same transaction: all of it or nothing. */
export type Then = (sql: Sql, answers: number[]) => Promise<unknown>;

/** Gathers what has come since; how many answers. Costs nothing where nothing has. Another process may be at it: then none. */
export async function gather(sql: Sql, now: Date, then: Then = async () => {}): Promise<number> {
	let gathered = 0;
	for (;;) {
		const count = await transaction(sql, (sql) => gatherOnce(sql, now, then));
		gathered += count;
		if (count < atOnce) return gathered;
	}
}

async function gatherOnce(sql: Sql, now: Date, then: Then): Promise<number> {
	if (!(await takeGatheringTurn(sql))) return 0;
	const marks = await readMarks(sql);
	if (marks.figures !== figuresVersion) {
		await remakeEverything(sql, figuresVersion, now);
		await gatherLeftOut(sql, await leftOutVersion(sql));
		return 0;
	}
	// Before the marks move: what is on its way now may be missed by this look.
	if (marks.isPast) {
		await gatherDecisions(sql, marks);
		await settleMarks(sql, marks);
	}
	if (marks.isPast || marks.answersNext === null) await noteNext(sql);
	const answers = await gatherFresh(sql, marks.answers, atOnce, now);
	if (answers.length > 0) await then(sql, answers);
	if (answers.length < atOnce) {
		const version = await leftOutVersion(sql);
		if (version !== marks.leftOutSeen) await gatherLeftOut(sql, version);
	}
	return answers.length;
}

const day = 86_400_000;
/** How long after an answer its context may still arrive and change what it is counted under. */
const openDays = 35;

/** By night: what feeds have told since about recent answers and interactions. How many answers were gathered anew. */
export async function gatherLate(sql: Sql, now: Date): Promise<number> {
	const since = new Date(now.getTime() - openDays * day);
	return transaction(sql, async (sql) => {
		if (!(await takeGatheringTurn(sql))) return 0;
		const again = await gatherAgain(sql, since, now);
		await recountAsked(sql, `${since.toISOString().slice(0, 7)}-01`, await readMarks(sql));
		return again;
	});
}

/** Gathers everything from nothing, decisions that were recorded a moment ago included. */
export async function gatherAnew(sql: Sql, now: Date): Promise<void> {
	await transaction(sql, async (sql) => {
		if (!(await takeGatheringTurn(sql)))
			throw new Error('something else is gathering; try again in a moment');
		await remakeEverything(sql, figuresVersion, now);
		await gatherLeftOut(sql, await leftOutVersion(sql));
	});
}
