import { clientAddress } from '../../client-address.ts';
import { fail } from '@sveltejs/kit';
import {
	changePassword,
	countRecoveryCodes,
	endSessions,
	hasPassword,
	listSessions,
	mayTry,
	renewRecoveryCodes,
	takeCode
} from '#lib/server/identity/identity.ts';
import { recordAction } from '#lib/server/ledger/ledger.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../posted-form.ts';

export async function load({ locals }) {
	const { sql, now } = runtime();
	const { id, hasTotp, session } = locals.staff!;
	const [sessions, codes, password] = await Promise.all([
		listSessions(sql, id, now()),
		countRecoveryCodes(sql, id),
		hasPassword(sql, id)
	]);
	return { sessions, session, hasTotp, codes, password };
}

export const actions = {
	end: async ({ request, locals }) => {
		const number = Number((await postedForm(request)).get('session'));
		if (Number.isSafeInteger(number)) await endSessions(runtime().sql, locals.staff!.id, { number });
		return { done: 'That session has ended.' };
	},
	others: async ({ locals }) => {
		const { sql, now } = runtime();
		const { id, session } = locals.staff!;
		await endSessions(sql, id, { allBut: session });
		await recordAction(sql, { staff: id, action: 'signed_out_everywhere', subject: `staff ${id}` }, now());
		return { done: 'All other sessions have ended.' };
	},
	password: async (event) => {
		const { request, locals } = event;
		const { sql, vault, now } = runtime();
		const { id, email, session } = locals.staff!;
		const form = await postedForm(request);
		const [present, next] = ['present', 'next'].map((name) => String(form.get(name) ?? ''));
		const trying = { purpose: 'password', account: email, address: clientAddress(event), vault };
		if (!(await mayTry(sql, trying, now()))) return fail(429, { refused: 'That was tried too often.' });
		const input = { staff: id, email, session, present: present!, next: next! };
		const changed = await changePassword(sql, input, now());
		if (changed !== 'changed') return fail(400, changed);
		return { done: 'The password is changed; all other sessions have ended.' };
	},
	codes: async ({ request, locals }) => {
		const { sql, vault, random, now } = runtime();
		const { id: staff, hasTotp } = locals.staff!;
		if (!hasTotp) return fail(400, { refused: 'There is no second factor to recover.' });
		const code = String((await postedForm(request)).get('code') ?? '').slice(0, 40);
		if ((await takeCode(sql, { staff, code, vault }, now())) === 'wrong')
			return fail(400, { refused: 'This code is wrong, or was used before.' });
		await recordAction(sql, { staff, action: 'recovery_codes_renewed', subject: `staff ${staff}` }, now());
		return { recoveryCodes: await renewRecoveryCodes(sql, { staff, vault, random }) };
	}
};
