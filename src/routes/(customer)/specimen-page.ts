// The questions to look at and to try out: as a customer's page, but about no invitation, and nothing is stored.
import { fail } from '@sveltejs/kit';
import {
	applicable,
	conditionalStyle,
	inLanguage,
	readReplies,
	type Asked,
	type Question
} from '#lib/server/survey/survey.ts';
import { encounterIn, languageOf, type Language } from '#lib/web/languages/languages.ts';
import { conditionSheet } from '#lib/web/survey/style-sheet.ts';
import { speak } from './customer.ts';
import { readForm } from './read-form.ts';

export interface Specimen {
	questions: Question[];
	languages: Language[];
	facts: { asked: Asked; startedAt: Date; product: string | null; promise: string | null };
}

type Event = Parameters<typeof speak>[0];

export function showSpecimen(event: Event, { questions, languages, facts }: Specimen) {
	const { language } = speak(event, null, languages);
	const asked = applicable(questions, facts.asked);
	const conditions = conditionSheet(conditionalStyle(asked));
	event.locals.styleHashes.push(conditions.hash);
	return {
		language,
		conditions: conditions.tag,
		ask: {
			title: encounterIn(language, { ...facts, kind: facts.asked.kind, timezone: null }),
			product: facts.product,
			promise: facts.promise,
			offered: languages,
			questions: asked.map((question) => inLanguage(language, question)),
			ticket: ''
		}
	};
}

/** Checks what was filled in, as the real page does, and keeps nothing. */
export async function tryOut(event: Event, { questions, facts }: Specimen) {
	const form = await readForm(event);
	event.locals.chosenLanguage = languageOf(form.get('language')) ?? languageOf(form.get('shown_in'));
	const { errors } = readReplies(questions, facts.asked, form);
	const names = applicable(questions, facts.asked)
		.flatMap(({ key }) => [key, `${key}_words`])
		.filter((name) => form.has(name));
	const given = Object.fromEntries(names.map((name) => [name, form.getAll(name)]));
	if (form.has('language') || form.has('later')) return { errors: [], given, taken: false };
	return errors.length > 0 ? fail(400, { errors, given, taken: false }) : { errors, given, taken: true };
}
