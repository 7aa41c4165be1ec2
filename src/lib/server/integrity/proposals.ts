// Changes that take two people: one proposes and says why, another approves or refuses. That the second is another one,
// and that nothing happens without an approval, are constraints of the database.
import { transaction, type Sql } from '../database.ts';
import { readReason } from '../reason.ts';
import { applyChange, checkChange, Outdated, type Change, type Proposed, type Refused } from './changes.ts';
import {
	findProposal,
	insertProposal,
	insertVerdict,
	isAbout,
	openOfChange,
	proposalsOfAnswer,
	proposalsOfSignal,
	takeDecidingTurn,
	type ProposalRow
} from './queries.ts';

export type { Change } from './changes.ts';
export type { ProposalRow } from './queries.ts';
export { allProposals as listProposals } from './queries.ts';

const tooShort = { refused: 'Say why in a few words, so that the second person can judge it.' };

const aboutYourself = { refused: 'This signal is about you: others have to decide.' };

/** Writes a proposal down. What could not be done is refused at once. */
export async function propose(
	sql: Sql,
	{ staff, reason, ...proposed }: Proposed & { staff: number; reason: string },
	now: Date
): Promise<Refused | { id: number }> {
	const because = readReason(reason);
	if (!because) return tooShort;
	return transaction(sql, async (sql) => {
		if ('signal' in proposed && (await isAbout(sql, { signal: proposed.signal, staff })))
			return aboutYourself;
		const checked = await checkChange(sql, proposed);
		if ('refused' in checked) return checked;
		const answer = 'answer' in proposed ? proposed.answer : null;
		const signal = 'signal' in proposed ? proposed.signal : null;
		const row = { change: proposed.change, answer, signal, content: checked.content, reason: because, staff };
		return { id: await insertProposal(sql, row, now) };
	});
}

export interface Deciding {
	proposal: number;
	staff: number;
	verdict: 'approved' | 'refused' | 'withdrawn';
	reason: string;
}

/** The second person's word; an approval takes effect in the same moment. */
export async function decideProposal(
	sql: Sql,
	{ proposal, staff, verdict, reason }: Deciding,
	now: Date
): Promise<Refused | 'decided'> {
	return transaction(sql, async (sql) => {
		await takeDecidingTurn(sql);
		const found = await findProposal(sql, proposal);
		if (!found) return { refused: 'There is no such proposal.' };
		const isOwn = found.proposedById === staff;
		if (isOwn && verdict !== 'withdrawn')
			return { refused: 'You proposed this yourself: somebody else has to decide. You can withdraw it.' };
		if (!isOwn && verdict === 'withdrawn') return { refused: 'Only who proposed it can withdraw it.' };
		if (found.signal !== null && (await isAbout(sql, { signal: found.signal, staff }))) return aboutYourself;
		const row = {
			proposal,
			proposedBy: found.proposedById,
			verdict,
			staff,
			reason: readReason(reason) ?? null
		};
		if (!(await insertVerdict(sql, row, now))) return { refused: 'This has been decided already.' };
		if (verdict === 'approved') await applyChange(sql, found, now);
		return 'decided' as const;
	}).catch((error: unknown) => {
		if (error instanceof Outdated) return { refused: error.message };
		throw error;
	});
}

/** What waits, and was decided, about an answer or a kind of change. */
export async function proposalsAbout(
	sql: Sql,
	about: { answer: number } | { signal: number } | { change: Change }
): Promise<ProposalRow[]> {
	if ('signal' in about) return proposalsOfSignal(sql, about.signal);
	return 'answer' in about ? proposalsOfAnswer(sql, about.answer) : openOfChange(sql, about.change);
}
