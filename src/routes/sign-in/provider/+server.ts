// Leaving for the company's identity provider, and coming back from it.
import { redirect } from '@sveltejs/kit';
import {
	findByProvider,
	leaveForProvider,
	returnFromProvider,
	type Provider
} from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { ownPath, signIn } from '../sign-in.ts';

const cookie = 'ungamed_provider';
const path = '/sign-in/provider';

export async function GET(event) {
	const { cookies, url } = event;
	const { sql, config, vault, now, log } = runtime();
	const provider = configured();
	if (!provider) redirect(303, '/sign-in');
	const secure = config.ORIGIN.startsWith('https:');
	const remembered = cookies.get(cookie);
	const isBack = url.searchParams.has('state') || url.searchParams.has('error');
	if (isBack) cookies.delete(cookie, { path, secure });

	try {
		if (!isBack) {
			const next = ownPath(url.searchParams.get('next'));
			const { address, remember } = await leaveForProvider(provider, { next, vault }, now());
			cookies.set(cookie, remember, { path, secure, sameSite: 'lax', maxAge: 600 });
			return new Response(null, { status: 303, headers: { location: address } });
		}
		const back = await returnFromProvider(
			provider,
			{ search: url.search, remembered: remembered ?? '', vault },
			now()
		);
		if ('failed' in back) {
			log.warn({ reason: back.failed }, 'signing in through the identity provider failed');
			return leadBack('provider');
		}
		const staff = await findByProvider(sql, back.claims, now());
		if (staff === undefined) return leadBack('nobody');
		await signIn(event, staff, { secondFactor: back.claims.secondFactor });
		return new Response(null, { status: 303, headers: { location: ownPath(back.next) } });
	} catch (error) {
		log.error({ error }, 'the identity provider could not be used');
		return leadBack('provider');
	}
}

const leadBack = (problem: 'nobody' | 'provider') =>
	new Response(null, { status: 303, headers: { location: `/sign-in?problem=${problem}` } });

function configured(): Provider | undefined {
	const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, ORIGIN } = runtime().config;
	if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return undefined;
	const callback = `${ORIGIN}${path}`;
	return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, callback };
}
