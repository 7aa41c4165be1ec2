import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { listQualityStaff } from '#lib/server/identity/identity.ts';
import {
	canReply,
	findCase,
	listSteps,
	listTemplates,
	remedies,
	showContact,
	takeStep,
	type AskedStep
} from '#lib/server/recovery/recovery.ts';
import { readAnswer } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

const idOf = (params: { case?: string }) => (/^\d{1,15}$/.test(params.case ?? '') ? Number(params.case) : 0);

export async function load({ params, locals }) {
	const { sql, reports, now } = runtime();
	const id = idOf(params);
	const found = await findCase(sql, id);
	if (!found) error(404, { message: 'There is no such case.' });
	const [steps, owners, templates, reachable, answer] = await Promise.all([
		listSteps(sql, id),
		listQualityStaff(sql),
		listTemplates(sql),
		canReply(sql, id),
		found.answer ? readAnswer(reports, found.answer) : undefined
	]);
	const said = answer && { replies: answer.replies, words: answer.words };
	return {
		case: found,
		steps,
		owners: owners.map(({ email }) => email),
		templates,
		reachable,
		said,
		remedies,
		me: locals.staff!.email,
		now: now()
	};
}

async function take({ request, locals, params }: RequestEvent, read: (form: FormData) => AskedStep) {
	const { sql, queue, vault, config, now } = runtime();
	const asked = read(await postedForm(request));
	const id = idOf(params);
	const hasSms = config.SMS_URL !== undefined;
	const taken = await takeStep(sql, { id, staff: locals.staff!.id, asked, queue, vault, hasSms }, now());
	if (taken !== 'taken') return fail(400, { at: asked.step, refused: taken.refused, asked });
	redirect(303, `/cases/${id}`);
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '');
const words = (step: 'note' | 'reply' | 'closed' | 'reopened') => (event: RequestEvent) =>
	take(event, (form) => ({ step, words: text(form, 'words') }));

export const actions = {
	owner: (event) => take(event, (form) => ({ step: 'owner', owner: text(form, 'owner') })),
	acknowledge: (event) => take(event, () => ({ step: 'acknowledged' })),
	remedy: (event) => take(event, (form) => ({ step: 'remedy', remedies: form.getAll('remedy').map(String) })),
	note: words('note'),
	reply: words('reply'),
	close: words('closed'),
	reopen: words('reopened'),
	// The contact is in the answer to this post only; reloading the page asks for a reason again.
	contact: async ({ request, locals, params }) => {
		const { sql, vault, now } = runtime();
		const reason = text(await postedForm(request), 'reason');
		const shown = await showContact(sql, { id: idOf(params), reason, staff: locals.staff!.id, vault }, now());
		return 'refused' in shown ? fail(400, { at: 'contact', ...shown, reason }) : { at: 'contact', ...shown };
	}
};
