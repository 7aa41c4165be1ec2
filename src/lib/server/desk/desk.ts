// The desk: what its pages read of the answers, gathered into one row each and into sums, so that a page costs the same for a
// hundred thousand answers and for ten million. Everything here is derived; no fact is kept here alone, and nothing is gathered
// on the way of an answer.
import { transaction, type Sql } from '../database.ts';
import { keepErasingOut } from '../erasing.ts';
import { gatherDecisions, recountAsked } from './asked-queries.ts';
import { figuresVersion } from './figures.ts';
import {
	moveRevision,
	noteNext,
	readMarks,
	settleMarks,
	takeGatheringTurn,
	waitForGatheringTurn,
	type Marks
} from './marks-queries.ts';
import {
	gatherAgain,
	gatherFresh,
	gatherLeftOut,
	leftOutVersion,
	recentAnswers,
	remakeEverything
} from './queries.ts';

export { begun, countAllEndings, countEndings, ended, type EndingFilters } from './endings.ts';
export { figures, type Figure } from './figures.ts';
export { noteHappening } from './happenings.ts';
export { sumsOf } from './tally-queries.ts';
export { tagAnswer, untagAnswer } from './tags.ts';
export { listViews, removeView, saveView, type SavedView } from './views.ts';

const atOnce = 500;
const day = 86_400_000;

/** What else is done with answers that have just been gathered, in the same transaction: all of it or nothing. */
export type Then = (sql: Sql, answers: number[]) => Promise<unknown>;

/** Gathers all that has come since; how many answers. */
export async function gather(sql: Sql, now: Date, then?: Then): Promise<number> {
	let gathered = 0;
	for (;;) {
		const { count } = await gatherSome(sql, now, then);
		gathered += count;
		if (count < atOnce) return gathered;
	}
}

export interface Some {
	count: number;
	/** Customers are answering at this moment: they go before the desk. */
	isBusy: boolean;
	/** More of them than one look takes. */
	isStorm: boolean;
}

const calm: Some = { count: 0, isBusy: false, isStorm: false };

/** Some of it, in one transaction. Costs nothing where nothing has come. Another process may be at it: then none. */
export const gatherSome = (sql: Sql, now: Date, then: Then = async () => {}): Promise<Some> =>
	transaction(sql, async (sql) => {
		if (!(await takeGatheringTurn(sql))) return calm;
		await keepErasingOut(sql);
		const marks = await readMarks(sql);
		if (marks.figures !== figuresVersion) {
			await remake(sql, now);
			// What came between two releases is no less urgent.
			await then(sql, await recentAnswers(sql, new Date(now.getTime() - 7 * day)));
			return calm;
		}
		const answers = await gatherFresh(sql, marks.answers, atOnce, now);
		if (answers.length > 0) {
			await moveRevision(sql);
			await then(
				sql,
				answers.map(({ answer }) => answer)
			);
		}
		const isBusy = answers.some(({ imported }) => !imported);
		// More are waiting, perhaps below the next mark: the lowest come first.
		const isMore = answers.length === atOnce;
		const some = { count: answers.length, isBusy, isStorm: isBusy && isMore };
		const seen = isMore ? Math.max(...answers.map(({ answer }) => answer)) : Infinity;
		await moveMarks(sql, marks, seen);
		if (isMore) return some;
		const version = await leftOutVersion(sql);
		if (version !== marks.leftOutSeen) await gatherLeftOut(sql, version);
		return some;
	});

/**
 * Once everything that was on its way when the next marks were noted must have been seen by the look just made, which saw all answers up
 * to the number `seen`.
 */
async function moveMarks(sql: Sql, marks: Marks, seen: number) {
	const isThrough = marks.isPast && Number(marks.answersNext) <= seen;
	if (isThrough) {
		if (marks.decisions !== marks.decisionsNext) {
			await gatherDecisions(sql, marks);
			await moveRevision(sql);
		}
		await settleMarks(sql, marks);
	}
	if (isThrough || marks.answersNext === null) await noteNext(sql);
}

async function remake(sql: Sql, now: Date) {
	await remakeEverything(sql, figuresVersion, now);
	await gatherLeftOut(sql, await leftOutVersion(sql));
}

/** How long after an answer its context may still arrive and change what it is counted under. */
const openDays = 35;

/** By night: what feeds have told since about recent answers and interactions. How many answers were gathered anew. */
export async function gatherLate(sql: Sql, now: Date): Promise<number> {
	const since = new Date(now.getTime() - openDays * day);
	return transaction(sql, async (sql) => {
		await waitForGatheringTurn(sql);
		await keepErasingOut(sql);
		const again = await gatherAgain(sql, since, now);
		if (again > 0) await gatherLeftOut(sql, await leftOutVersion(sql));
		await recountAsked(sql, `${since.toISOString().slice(0, 7)}-01`, await readMarks(sql));
		await moveRevision(sql);
		return again;
	});
}
