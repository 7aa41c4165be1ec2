import { error, fail, redirect } from '@sveltejs/kit';
import { tagAnswer, untagAnswer } from '#lib/server/desk/desk.ts';
import { proposalsAbout, propose } from '#lib/server/integrity/integrity.ts';
import { openCase } from '#lib/server/recovery/recovery.ts';
import { readAnswer } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../../posted-form.ts';

const idOf = ({ answer }: { answer: string }) => (/^\d{1,15}$/.test(answer) ? Number(answer) : 0);

export async function load({ params }) {
	const { sql, reports } = runtime();
	const id = idOf(params);
	const [answer, proposals] = await Promise.all([
		readAnswer(reports, id),
		proposalsAbout(sql, { answer: id })
	]);
	if (!answer) error(404, { message: 'There is no such answer.' });
	return { answer, proposals };
}

type Posted = { request: Request; locals: App.Locals; params: { answer: string } };

async function proposeChange(
	{ request, locals, params }: Posted,
	change: 'exclude_answer' | 'include_answer'
) {
	const { sql, now } = runtime();
	const reason = String((await postedForm(request)).get('reason') ?? '');
	const input = { change, answer: idOf(params), reason, staff: locals.staff!.id };
	const proposed = await propose(sql, input, now());
	return 'refused' in proposed ? fail(400, { ...proposed, reason }) : { proposed: true };
}

export const actions = {
	exclude: (event) => proposeChange(event, 'exclude_answer'),
	include: (event) => proposeChange(event, 'include_answer'),
	tag: async ({ request, locals, params }) => {
		const { sql, now } = runtime();
		const tag = String((await postedForm(request)).get('tag') ?? '');
		const tagged = await tagAnswer(sql, { answer: idOf(params), tag, staff: locals.staff!.id }, now());
		return tagged === 'tagged' ? { tagged: true } : fail(400, { notTagged: tagged.refused, tag });
	},
	untag: async ({ request, params }) => {
		const tag = String((await postedForm(request)).get('tag') ?? '');
		await untagAnswer(runtime().sql, { answer: idOf(params), tag });
		return { tagged: true };
	},
	case: async ({ request, locals, params }) => {
		const { sql, queue, now } = runtime();
		const reason = String((await postedForm(request)).get('reason') ?? '');
		const staff = locals.staff!.id;
		const opened = await openCase(sql, { answer: idOf(params), reason, staff, queue }, now());
		if ('refused' in opened) return fail(400, { ...opened, reason });
		redirect(303, `/cases/${opened.id}`);
	}
};
