// Survey: questionnaires as versioned data, what applies to whom, and what a reply may contain.
// A published version never changes; an answer names the version it answers.
import type { Sql } from '../database.ts';
import { allLanguages } from '../../web/languages/languages.ts';
import { defaultQuestions, recommend } from './default.ts';
import { currentVersion, findVersion, insertVersion } from './queries.ts';
import type { Questionnaire } from './questionnaire.ts';

export { conditionalStyle } from './style.ts';
export { applicable, codesOf, longestWords, readReplies, westernDigits } from './rules.ts';
export type { Applying, Asked, Readable, Replies, Wrong } from './rules.ts';
export { inLanguage, wordingIn, type ShownQuestion } from './shown.ts';
export type { Condition, Question, Questionnaire } from './questionnaire.ts';
export {
	change,
	coreKeys,
	discardNext,
	fromClauses,
	inPlainWords,
	onInteraction,
	openEditing,
	publishNext,
	questionTypes,
	recommend,
	toClauses,
	type Change,
	type Clause,
	type Content,
	type Difference,
	type Editing,
	type Problem
} from './editing.ts';
export { editingOf, type EditingOne } from './editing-one.ts';
export { readQuestion } from './question-form.ts';
export { changeLook, currentLook, knownAs, readLogo, type Look, type LookChange } from './look.ts';

/** The newest published questionnaire. */
export async function currentQuestionnaire(sql: Sql): Promise<Questionnaire> {
	const found = await currentVersion(sql);
	if (!found) throw new Error('No questionnaire is published; run "npm run ungamed -- migrate".');
	return found;
}

const published = new WeakMap<Sql, Map<number, Questionnaire>>();

/** A published version. It never changes, so it is read once. */
export async function questionnaireOf(sql: Sql, version: number): Promise<Questionnaire> {
	const known = published.get(sql) ?? new Map<number, Questionnaire>();
	published.set(sql, known);
	const found = known.get(version) ?? (await findVersion(sql, version));
	if (!found) throw new Error(`questionnaire version ${version} is missing`);
	known.set(version, found);
	return found;
}

/** Publishes the default questionnaire of this release, unless the staff has published its own. */
export async function publishDefault(sql: Sql, now: Date): Promise<void> {
	const newest = await currentVersion(sql);
	const content = { languages: allLanguages, questions: defaultQuestions };
	if (newest && newest.publishedBy !== null) return;
	if (newest) {
		const { languages, questions } = newest;
		if (JSON.stringify({ languages, questions }) === JSON.stringify(content)) return;
	}
	await insertVersion(
		sql,
		{ version: (newest?.version ?? 0) + 1, ...content },
		{ staff: null, proposal: null },
		now
	);
}

/** The keys and options history answers are checked against. */
export const knownQuestions = [...defaultQuestions, recommend];
