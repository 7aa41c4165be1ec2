import { error, fail, redirect } from '@sveltejs/kit';
import { bufferOf, TooLarge } from '#lib/server/body.ts';
import { companyName } from '#lib/server/config.ts';
import { acceptAnswer, openLink, readTicket, writeTicket } from '#lib/server/response/response.ts';
import { runtime } from '#lib/server/runtime.ts';
import { applicable, conditionalStyle, questionnaireOf, readReplies } from '#lib/server/survey/survey.ts';
import { styleSheet } from '#lib/web/survey/style-sheet.ts';

const mostBytes = 64 * 1024;

const unknownLink = {
	message: 'This link leads nowhere.',
	advice: 'Links are long: please open it from the message itself, or copy all of it.'
};
const expiredLink = {
	message: 'This link has expired.',
	advice: 'Thank you for wanting to answer. Answers about this are no longer being collected.'
};

export async function load({ params, locals }) {
	const { sql, vault, config, now } = runtime();
	const company = companyName(config);
	const styled = (conditions?: string) => {
		const { tag, hash } = styleSheet(conditions);
		locals.styleHash = hash;
		return tag;
	};
	const plain = styled();

	const opened = await openLink(sql, params.link, now());
	if (opened.state === 'unknown') error(404, unknownLink);
	if (opened.state === 'expired') error(410, expiredLink);
	if (opened.state === 'answered')
		return { company, style: plain, receipt: opened.receipt, answeredAt: opened.answeredAt };

	const { asked, startedAt, promise, product } = opened;
	const { version, questions } = await questionnaireOf(sql, opened.questionnaire);
	const applying = applicable(questions, asked);
	const ticket = writeTicket(vault, params.link, { questionnaire: version, asked, shownAt: now() });
	return {
		company,
		style: styled(conditionalStyle(applying)),
		ask: { questions: applying, ticket, kind: asked.kind, startedAt, promise, product }
	};
}

export const actions = {
	default: async ({ params, request }) => {
		const { sql, vault, now, random } = runtime();
		const form = await readForm(request);
		const ticket = readTicket(vault, params.link, form.get('ticket'));
		const shown = ticket ?? (await openLink(sql, params.link, now()));
		if ('state' in shown && shown.state !== 'open') redirect(303, `/s/${params.link}`);

		const { questions } = await questionnaireOf(sql, shown.questionnaire);
		const { replies, words, errors } = readReplies(questions, shown.asked, form);
		if (errors.length > 0)
			return fail(400, {
				errors,
				given: Object.fromEntries([...form.keys()].map((key) => [key, form.getAll(key)]))
			});

		const seconds = ticket ? (now().getTime() - ticket.shownAt.getTime()) / 1000 : null;
		const input = {
			link: params.link,
			questionnaire: shown.questionnaire,
			replies,
			words,
			seconds,
			random: random(12)
		};
		const accepted = await acceptAnswer(sql, input, now());
		if (accepted.state === 'unknown') error(404, unknownLink);
		if (accepted.state === 'expired') error(410, expiredLink);
		// Shown by GET, so that reloading the page posts nothing again.
		redirect(303, `/s/${params.link}`);
	}
};

async function readForm(request: Request) {
	const type = request.headers.get('content-type') ?? '';
	try {
		const body = await bufferOf(request, mostBytes);
		if (type.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(body.toString());
		const form = await new Response(body, { headers: { 'content-type': type } }).formData();
		return new URLSearchParams(
			[...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
		);
	} catch (problem) {
		if (problem instanceof TooLarge)
			error(413, {
				message: 'That was more than we can take at once.',
				advice: 'Please go back, shorten your words and send again.'
			});
		error(400, { message: 'We could not read what was sent.', advice: 'Please go back and send again.' });
	}
}
