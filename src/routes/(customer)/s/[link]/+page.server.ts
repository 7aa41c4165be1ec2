import { error, fail, redirect } from '@sveltejs/kit';
import { openPage, takeForm } from '#lib/server/response/response.ts';
import { runtime } from '#lib/server/runtime.ts';
import { conditionalStyle, inLanguage } from '#lib/server/survey/survey.ts';
import { dayIn, encounterIn, languageOf, type Language } from '#lib/web/languages/languages.ts';
import { conditionSheet } from '#lib/web/survey/style-sheet.ts';
import { senderOf } from '../../../client-address.ts';
import { speak, unknownLink } from '../../customer.ts';
import { readForm } from '../../read-form.ts';

export async function load(event) {
	const { sql, vault, now } = runtime();
	const opened = await openPage(sql, event.params.link, vault, now());
	if (opened.state === 'unknown') unknownLink(event);
	if (opened.state === 'expired') expired(event, opened.language);
	if (opened.state === 'answered') {
		const { language } = speak(event, opened.language);
		const { receipt, answeredAt, timezone } = opened;
		return { language, receipt, received: dayIn(language, answeredAt, timezone) };
	}

	const offered = opened.languages as Language[];
	const { language } = speak(event, opened.language, offered);
	if (opened.given && event.url.searchParams.has('kept'))
		return { language, offered, keptUntil: dayIn(language, opened.expiresAt, opened.timezone) };

	const conditions = conditionSheet(conditionalStyle(opened.questions));
	event.locals.styleHashes.push(conditions.hash);
	const { ticket, given, product, promise } = opened;
	const title = encounterIn(language, { ...opened, kind: opened.asked.kind });
	const questions = opened.questions.map((question) => inLanguage(language, question));
	return {
		language,
		conditions: conditions.tag,
		ask: { title, product, promise, offered, questions, ticket, given }
	};
}

export const actions = {
	default: async (event) => {
		const { sql, vault, now, random } = runtime();
		const { params, locals } = event;
		const form = await readForm(event);
		// Chosen by a button just now, or shown so far.
		locals.chosenLanguage = languageOf(form.get('language')) ?? languageOf(form.get('shown_in'));
		const posting = { link: params.link, form, vault, random: random(12), sender: senderOf(event) };
		const taken = await takeForm(sql, posting, now());
		if (taken.state === 'unknown') unknownLink(event);
		if (taken.state === 'expired') expired(event, null);
		if (taken.state === 'wrong') return fail(400, { ...taken, again: false });
		if (taken.state === 'set aside') return fail(422, { ...taken, errors: [], again: true });
		if (taken.state === 'shown') return { ...taken, errors: [], again: false };
		// Shown by GET, so that reloading the page posts nothing again.
		const search = new URLSearchParams({ language: locals.chosenLanguage ?? locals.language });
		if (taken.state === 'kept') search.set('kept', '1');
		redirect(303, `/s/${params.link}?${search}`);
	}
};

type Event = Parameters<typeof speak>[0];

function expired(event: Event, own: string | null): never {
	const { language, words } = speak(event, own);
	error(410, { message: words.problems.expired, advice: words.problems.expiredAdvice, language });
}
