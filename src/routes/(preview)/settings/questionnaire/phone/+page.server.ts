import { fail } from '@sveltejs/kit';
import { readForPreview } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import {
	applicable,
	conditionalStyle,
	inLanguage,
	openEditing,
	readReplies
} from '#lib/server/survey/survey.ts';
import { encounterIn, languageOf } from '#lib/web/languages/languages.ts';
import { conditionSheet } from '#lib/web/survey/style-sheet.ts';
import { speak } from '../../../../(customer)/customer.ts';
import { readForm } from '../../../../(customer)/read-form.ts';

/** The next version, and the chosen interaction. */
async function chosen(search: URLSearchParams) {
	const { sql, reports, now } = runtime();
	const get = (name: string) => search.get(name)?.replaceAll('\0', '').slice(0, 200) || undefined;
	const wish = {
		interaction: get('interaction'),
		kind: get('kind') ?? 'visit',
		sku: get('sku'),
		promise: get('promise')
	};
	const [{ next }, facts] = await Promise.all([openEditing(sql), readForPreview(reports, wish, now())]);
	return { next, facts, questions: applicable(next.questions, facts.asked) };
}

export async function load(event) {
	const { next, facts, questions } = await chosen(event.url.searchParams);
	const { language } = speak(event, null, next.languages);
	const conditions = conditionSheet(conditionalStyle(questions));
	event.locals.styleHashes.push(conditions.hash);
	return {
		language,
		conditions: conditions.tag,
		ask: {
			title: encounterIn(language, { ...facts, kind: facts.asked.kind, timezone: null }),
			product: facts.product,
			promise: facts.promise,
			offered: next.languages,
			questions: questions.map((question) => inLanguage(language, question)),
			ticket: ''
		}
	};
}

export const actions = {
	/** Checks what was filled in, as the real page does, and keeps nothing. */
	default: async (event) => {
		const form = await readForm(event);
		event.locals.chosenLanguage = languageOf(form.get('language')) ?? languageOf(form.get('shown_in'));
		const { next, facts, questions } = await chosen(event.url.searchParams);
		const { errors } = readReplies(next.questions, facts.asked, form);
		const names = questions.flatMap(({ key }) => [key, `${key}_words`]).filter((name) => form.has(name));
		const given = Object.fromEntries(names.map((name) => [name, form.getAll(name)]));
		if (form.has('language') || form.has('later')) return { errors: [], given, taken: false };
		return errors.length > 0 ? fail(400, { errors, given, taken: false }) : { errors, given, taken: true };
	}
};
