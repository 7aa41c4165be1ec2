import { fail } from '@sveltejs/kit';
import {
	changeStaff,
	inviteStaff,
	listStaff,
	resetSecondFactor,
	roles,
	type StaffChange
} from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load({ locals }) {
	const { sql, config, now } = runtime();
	return {
		staff: await listStaff(sql, now()),
		roles,
		me: locals.staff!.id,
		mails: config.MAIL_URL !== undefined
	};
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

type Posted = { request: Request; locals: App.Locals };

async function apply({ request, locals }: Posted, read: (form: FormData) => StaffChange, done: string) {
	const { sql, now } = runtime();
	const form = await postedForm(request);
	const staff = Number(form.get('staff'));
	if (!Number.isSafeInteger(staff)) return fail(400, { refused: 'There is nobody with this number.' });
	const changed = await changeStaff(sql, { staff, by: locals.staff!.id, change: read(form) }, now());
	return changed === 'changed' ? { done } : fail(409, changed);
}

export const actions = {
	invite: async ({ request, locals }) => {
		const { sql, queue, now } = runtime();
		const form = await postedForm(request);
		const [email, role] = [text(form, 'email'), text(form, 'role')];
		const invited = await inviteStaff(sql, { email, role, by: locals.staff!.id, queue }, now());
		if ('refused' in invited) return fail(400, { ...invited, email });
		return { done: `An invitation to ${email} is on its way.` };
	},
	role: (event) => apply(event, (form) => ({ do: 'role', role: text(form, 'role') }), 'The role is changed.'),
	end: (event) => apply(event, () => ({ do: 'end' }), 'They cannot sign in any more.'),
	return: (event) => apply(event, () => ({ do: 'return' }), 'They can sign in again.'),
	out: (event) => apply(event, () => ({ do: 'sign out' }), 'All their sessions have ended.'),
	again: (event) =>
		apply(event, () => ({ do: 'invite again', queue: runtime().queue }), 'Another invitation is on its way.'),
	factor: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const staff = Number((await postedForm(request)).get('staff'));
		if (!Number.isSafeInteger(staff)) return fail(400, { refused: 'There is nobody with this number.' });
		if (!(await resetSecondFactor(sql, { staff, by: locals.staff!.id }, now())))
			return fail(409, { refused: 'They have no second factor.' });
		return { done: 'Their second factor is taken away.' };
	}
};
