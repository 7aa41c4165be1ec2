// Editing: one next version at a time, changed step by step by quality staff, published whole. Somebody who
// works on an outdated state is told so; impossible questionnaires cannot be published.
import { transaction, type Sql } from '../database.ts';
import type { Language } from '../../web/languages/languages.ts';
import { coreKeys } from './default.ts';
import { differencesOf, type Difference } from './differences.ts';
import { isKey, problemsOf, type Before, type Content, type Problem } from './problems.ts';
import {
	currentVersion,
	deleteNext,
	findNext,
	insertVersion,
	publishedKeys,
	storeNext,
	type Published
} from './queries.ts';
import type { Question } from './questionnaire.ts';
import { reachOf } from './reach.ts';

export { coreKeys, recommend } from './default.ts';
export { fromClauses, inPlainWords, onInteraction, toClauses, type Clause } from './clauses.ts';
export { questionTypes } from './questionnaire.ts';
export type { Content, Problem } from './problems.ts';
export type { Difference } from './differences.ts';

export interface Editing {
	published: Published;
	/** What a change must name; below zero where nothing has been changed since the published version. */
	revision: number;
	changedAt: Date | null;
	changedBy: string | null;
	next: Content;
	problems: Problem[];
	differences: Difference[];
	/** Keys that have been published: they keep their names. */
	fixedKeys: Set<string>;
	longest: number;
	first: number;
}

/** The next version as it stands, with what keeps it from being published. */
export async function openEditing(sql: Sql): Promise<Editing> {
	const [published, next, keys] = await Promise.all([currentVersion(sql), findNext(sql), publishedKeys(sql)]);
	if (!published) throw new Error('No questionnaire is published; run "npm run ungamed -- migrate".');
	const content = next?.content ?? { languages: published.languages, questions: published.questions };
	const before: Before = { current: published, keys };
	const reach = reachOf(content.questions);
	return {
		published,
		revision: next?.revision ?? -published.version,
		changedAt: next?.changedAt ?? null,
		changedBy: next?.changedBy ?? null,
		next: content,
		problems: problemsOf(content, before, reach),
		differences: differencesOf(published, content),
		fixedKeys: new Set(keys.keys()),
		longest: reach.longest,
		first: reach.first
	};
}

export type Change =
	| { do: 'save'; key: string; question: Question }
	| { do: 'add'; question: Question }
	| { do: 'remove'; key: string }
	| { do: 'move'; key: string; by: -1 | 1 }
	| { do: 'languages'; languages: Language[] };

export type Edited = { revision: number } | { refused: string };

const outdated = {
	refused: 'Somebody else has changed the questionnaire meanwhile. Look at it again, then repeat your change.'
};

/** One step. The result is kept even while it could not be published. */
export async function change(
	sql: Sql,
	{ revision, staff, change }: { revision: number; staff: number; change: Change },
	now: Date
): Promise<Edited> {
	const editing = await openEditing(sql);
	if (editing.revision !== revision) return outdated;
	const questions = changed(editing, change);
	if ('refused' in questions) return questions;
	const content = {
		languages: change.do === 'languages' ? change.languages : editing.next.languages,
		questions
	};
	const stored = await storeNext(sql, { revision, content, staff }, now);
	return stored === undefined ? outdated : { revision: stored };
}

function changed({ next, fixedKeys }: Editing, change: Change): Question[] | { refused: string } {
	const { questions } = next;
	if (change.do === 'languages')
		return change.languages.length > 0 ? questions : { refused: 'At least one language has to stay.' };
	if (change.do === 'add' && !isKey(change.question.key))
		return {
			refused:
				'A key begins with a small letter and holds only small letters, digits and _, such as parking_ease; a few names are taken by the page itself.'
		};
	if (change.do === 'add')
		return questions.some(({ key }) => key === change.question.key)
			? { refused: `There is a question "${change.question.key}" already.` }
			: [...questions, change.question];

	const index = questions.findIndex(({ key }) => key === change.key);
	if (index === -1) return { refused: `There is no question "${change.key}" any more.` };
	if (change.do === 'save') {
		const { key } = change.question;
		if (!isKey(key))
			return {
				refused: `"${key}" cannot be a key: small letters, digits and _ only, and no name the page uses itself.`
			};
		if (key !== change.key && fixedKeys.has(change.key))
			return {
				refused: `"${change.key}" has been published: answers are kept under this key, so it cannot be renamed. Add a new question instead.`
			};
		if (key !== change.key && questions.some((other) => other.key === key))
			return { refused: `There is a question "${key}" already.` };
		return questions.with(index, change.question);
	}
	if (change.do === 'remove')
		return coreKeys.includes(change.key)
			? {
					refused: `"${change.key}" is needed by the figures and cannot be removed; it can be reworded, moved and conditioned.`
				}
			: questions.toSpliced(index, 1);

	const to = index + change.by;
	if (to < 0 || to >= questions.length) return questions;
	return questions.toSpliced(index, 1).toSpliced(to, 0, questions[index]!);
}

/** Publishes the next version. New invitations ask it; those under way keep theirs. */
export async function publishNext(
	sql: Sql,
	{ revision, staff, proposal = null }: { revision: number; staff: number; proposal?: number | null },
	now: Date
): Promise<{ version: number } | { refused: string }> {
	return transaction(sql, async (sql) => {
		const { revision: current, published, next, problems, differences } = await openEditing(sql);
		if (current !== revision) return outdated;
		if (differences.length === 0) return { refused: 'Nothing has been changed.' };
		if (problems.length > 0)
			return {
				refused: problems.map(({ key, message }) => (key ? `${key}: ${message}` : message)).join(' ')
			};
		const version = published.version + 1;
		// The row is the lock: whoever deletes it publishes.
		if (!(await deleteNext(sql, revision))) return outdated;
		if (!(await insertVersion(sql, { version, ...next }, { staff, proposal }, now)))
			throw new Error(`version ${version} was published meanwhile`);
		return { version };
	});
}

/** Back to the published version. */
export async function discardNext(sql: Sql, revision: number): Promise<boolean> {
	return revision < 0 || deleteNext(sql, revision);
}
