// Survey: questionnaires as versioned data, what applies to whom, and what a reply may contain.
// A published version never changes; an answer names the version it answers.
import type { Sql } from '../database.ts';
import { defaultQuestions, recommend } from './default.ts';
import { currentVersion, findVersion, publish } from './queries.ts';
import type { Questionnaire } from './questionnaire.ts';

export { conditionalStyle } from './style.ts';
export { applicable, longestWords, readReplies, type Asked, type Readable, type Replies } from './rules.ts';
export type { Condition, Question, Questionnaire } from './questionnaire.ts';

/** The newest published questionnaire. */
export async function currentQuestionnaire(sql: Sql): Promise<Questionnaire> {
	const found = await currentVersion(sql);
	if (!found) throw new Error('No questionnaire is published; run "npm run ungamed -- migrate".');
	return found;
}

const published = new Map<number, Questionnaire>();

/** A published version. It never changes, so it is read once. */
export async function questionnaireOf(sql: Sql, version: number): Promise<Questionnaire> {
	const known = published.get(version) ?? (await findVersion(sql, version));
	if (!known) throw new Error(`questionnaire version ${version} is missing`);
	published.set(version, known);
	return known;
}

/** Publishes the default questionnaire of this release where it differs from the newest version. */
export async function publishDefault(sql: Sql, now: Date): Promise<void> {
	const newest = await currentVersion(sql);
	if (newest && JSON.stringify(newest.questions) === JSON.stringify(defaultQuestions)) return;
	await publish(sql, { version: (newest?.version ?? 0) + 1, questions: defaultQuestions }, now);
}

/** The keys and options history answers are checked against. */
export const knownQuestions = [...defaultQuestions, recommend];
