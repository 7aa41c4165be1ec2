import { fail, redirect } from '@sveltejs/kit';
import { renderSVG } from 'uqr';
import { enrolSecondFactor, mayTry, offerSecondFactor, readOffer } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { signIn } from '../sign-in.ts';

/** Whoever has to set up a second factor, or wants to. A code is asked for first where there is one already. */
function whoEnrols({ staff, pending }: App.Locals) {
	const user = staff ?? (pending?.standing === 'second factor needed' ? pending.user : undefined);
	if (user) return user;
	redirect(303, pending ? '/sign-in/code' : '/sign-in');
}

const shown = ({ uri, secret, sealed }: ReturnType<typeof offerSecondFactor>) => ({
	picture: `data:image/svg+xml;base64,${Buffer.from(renderSVG(uri, { border: 2 })).toString('base64')}`,
	secret: secret.replace(/.{4}/g, '$& ').trim(),
	sealed
});

export function load({ locals }) {
	const { vault, random } = runtime();
	const { id, email, hasTotp } = whoEnrols(locals);
	return {
		email,
		again: hasTotp,
		offer: shown(offerSecondFactor(vault, { staff: id, email, random: random(20) }))
	};
}

export const actions = {
	default: async (event) => {
		const { sql, vault, random, now } = runtime();
		const { id, email } = whoEnrols(event.locals);
		const form = await event.request.formData();
		const [sealed, code] = ['sealed', 'code'].map((name) => String(form.get(name) ?? '').slice(0, 500));
		const offer = readOffer(vault, { staff: id, email, sealed: sealed! });
		const again = (status: number, problem: string) =>
			fail(status, { problem, offer: offer && shown(offer) });
		const trying = { purpose: 'enrol', account: email, address: event.getClientAddress(), vault };
		if (!(await mayTry(sql, trying, now())))
			return again(429, 'That was tried too often. Please wait a quarter of an hour.');
		const enrolled = await enrolSecondFactor(
			sql,
			{ staff: id, sealed: sealed!, code: code!, vault, random },
			now()
		);
		if (enrolled === 'wrong code')
			return again(400, 'This is not the code the app shows now. Is the phone’s clock right?');
		await signIn(event, id, { secondFactor: true });
		return enrolled;
	}
};
