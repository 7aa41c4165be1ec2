import { listViews } from '#lib/server/desk/desk.ts';
import {
	listTags,
	readAnswerFilters,
	readAnswers,
	readChoices,
	readQuestions
} from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { searchOf, viewActions } from '../view-actions.ts';

export async function load({ url, locals }) {
	const { sql, reports } = runtime();
	const filters = readAnswerFilters(url.searchParams);
	const after = url.searchParams.get('after') ?? undefined;
	const [answers, choices, questions, tags, views] = await Promise.all([
		readAnswers(reports, filters, after),
		readChoices(reports, runtime().now()),
		readQuestions(reports),
		listTags(reports),
		listViews(sql, locals.staff!.id, '/quality/answers')
	]);
	return { filters, answers, choices, questions, tags, views, after, search: searchOf(url) };
}

export const actions = viewActions('/quality/answers');
