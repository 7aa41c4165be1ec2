import { error, fail } from '@sveltejs/kit';
import { casesOf, listSignals, proposalsAbout, propose } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../../posted-form.ts';

const idOf = ({ signal }: { signal: string }) => (/^\d{1,15}$/.test(signal) ? Number(signal) : 0);

export async function load({ params }) {
	const { sql, reports } = runtime();
	const id = idOf(params);
	const [[signal], cases, proposals, all] = await Promise.all([
		listSignals(reports, { id }),
		casesOf(reports, id),
		proposalsAbout(sql, { signal: id }),
		listSignals(reports)
	]);
	if (!signal)
		error(404, {
			message: 'This signal does not stand.',
			advice: 'The last audit does not see it any more, or there never was one.'
		});
	const beside = all.filter(
		(other) => other.id !== id && other.subjectType === signal.subjectType && other.subject === signal.subject
	);
	return { signal, cases, proposals, beside };
}

type Posted = { request: Request; locals: App.Locals; params: { signal: string } };

async function proposeState(
	{ request, locals, params }: Posted,
	change: 'confirm_signal' | 'explain_signal' | 'reopen_signal'
) {
	const { sql, now } = runtime();
	const reason = String((await postedForm(request)).get('reason') ?? '');
	const input = { change, signal: idOf(params), reason, staff: locals.staff!.id };
	const proposed = await propose(sql, input, now());
	return 'refused' in proposed ? fail(400, { ...proposed, reason }) : { proposed: true };
}

export const actions = {
	confirm: (event) => proposeState(event, 'confirm_signal'),
	explain: (event) => proposeState(event, 'explain_signal'),
	reopen: (event) => proposeState(event, 'reopen_signal')
};
