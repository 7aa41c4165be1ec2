import { clientAddress } from '../../client-address.ts';
import { fewFields, postedForm } from '../../posted-form.ts';
import { fail, redirect } from '@sveltejs/kit';
import { renderSVG } from 'uqr';
import {
	enrolSecondFactor,
	mayTry,
	offerSecondFactor,
	readOffer,
	takeCode
} from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { signIn } from '../sign-in.ts';

/** Whoever has to set up a second factor, or wants to. */
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
		const { id, email, hasTotp } = whoEnrols(event.locals);
		const form = await postedForm(event.request, fewFields);
		const [sealed, code] = ['sealed', 'code'].map((name) => String(form.get(name) ?? '').slice(0, 500));
		const offer = readOffer(vault, { staff: id, email, sealed: sealed! });
		const again = (status: number, problem: string) =>
			fail(status, { problem, offer: offer && shown(offer) });
		const trying = { purpose: 'enrol', account: email, address: clientAddress(event), vault };
		if (!(await mayTry(sql, trying, now())))
			return again(429, 'That was tried too often. Please try again in a few minutes.');
		// An open browser is not enough to take the place of somebody's phone.
		const present = String(form.get('present') ?? '').slice(0, 40);
		if (hasTotp && (await takeCode(sql, { staff: id, code: present, vault }, now())) === 'wrong')
			return again(400, 'The code of the app you have is wrong, or was used before.');
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
