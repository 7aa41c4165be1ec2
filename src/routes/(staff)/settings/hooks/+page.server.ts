import { fail, redirect } from '@sveltejs/kit';
import {
	addHook,
	endHook,
	eventTypes,
	listDeliveries,
	listHooks,
	resend,
	rotateSecret,
	tryHook
} from '#lib/server/alerts/alerts.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load() {
	const { sql, vault, now } = runtime();
	const [hooks, deliveries] = await Promise.all([listHooks(sql, vault, now()), listDeliveries(sql)]);
	return { hooks, deliveries, types: eventTypes };
}

const numberIn = (form: FormData, name: string) => {
	const given = String(form.get(name) ?? '');
	return /^\d{1,15}$/.test(given) ? Number(given) : 0;
};
const mayBePrivate = () => runtime().config.HOOKS_TO_PRIVATE === 'on';

export const actions = {
	add: async ({ request, locals }) => {
		const { sql, vault, random, now } = runtime();
		const form = await postedForm(request);
		const text = (name: string) => String(form.get(name) ?? '');
		const given = {
			name: text('name'),
			kind: text('kind'),
			url: text('url'),
			events: form.getAll('event').map(String)
		};
		const more = { staff: locals.staff!.id, random: random(24), vault, mayBePrivate: mayBePrivate() };
		const added = await addHook(sql, { ...given, ...more }, now());
		if ('refused' in added) return fail(400, { refused: added.refused, given });
		// In the answer to this post only.
		return { added: added.id, secret: added.secret };
	},
	rotate: async ({ request, locals }) => {
		const { sql, vault, random, now } = runtime();
		const id = numberIn(await postedForm(request), 'hook');
		const secret = await rotateSecret(sql, { id, staff: locals.staff!.id, random: random(24), vault }, now());
		return secret ? { added: id, secret } : fail(400, { refused: 'This webhook has no secret.' });
	},
	try: async ({ request }) => {
		const { sql, vault, config, now } = runtime();
		const id = numberIn(await postedForm(request), 'hook');
		const tried = await tryHook(
			sql,
			{ id, vault, mayBePrivate: mayBePrivate(), origin: config.ORIGIN },
			now()
		);
		return { tried: id, ...(tried ?? { status: null, detail: 'there is no such webhook' }) };
	},
	resend: async ({ request }) => {
		const { sql, queue } = runtime();
		const job = await resend(sql, numberIn(await postedForm(request), 'delivery'));
		if (job) await queue.enqueue(sql, 'hook', [job]);
		redirect(303, '/settings/hooks#deliveries');
	},
	end: async ({ request, locals }) => {
		const { sql, now } = runtime();
		await endHook(sql, { id: numberIn(await postedForm(request), 'hook'), staff: locals.staff!.id }, now());
		redirect(303, '/settings/hooks');
	}
};
