// What the ways of signing in have in common.
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { homeOf } from '#lib/server/identity/access.ts';
import {
	beginSession,
	endSession,
	knownCookie,
	rememberBrowser,
	sessionCookie
} from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';

type Event = Pick<RequestEvent, 'cookies' | 'request' | 'locals' | 'url'>;

/** Begins a session and hands its cookie to the browser; a session from before ends. */
export async function signIn(
	{ cookies, request }: Pick<Event, 'cookies' | 'request'>,
	staff: number,
	{ secondFactor = false, email }: { secondFactor?: boolean; email?: string } = {}
) {
	const { sql, config, vault, random, now } = runtime();
	const before = cookies.get(sessionCookie);
	if (before) await endSession(sql, before);
	const secure = config.ORIGIN.startsWith('https:');
	const browser = request.headers.get('user-agent');
	const cookie = await beginSession(sql, { staff, browser, secondFactor, secure }, now());
	cookies.set(cookie.name, cookie.value, { ...cookie.attributes, path: '/' });
	// Whoever has been here is not slowed down by who guesses from the same place.
	if (email !== undefined) {
		const known = rememberBrowser(vault, email, random(12));
		cookies.set(knownCookie, known, { path: '/sign-in', secure, sameSite: 'lax', maxAge: 180 * 86_400 });
	}
}

/**
 * Only paths of our own: "//elsewhere" and "/\elsewhere" lead to other sites, and so does what browsers leave out of
 * addresses (tabs, line breaks) in between.
 */
export const ownPath = (next: string | null) => (next && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/');

/** Who has signed in goes on; who has by half, to the other half. */
export function goOn(
	{ locals, url }: Pick<Event, 'locals' | 'url'>,
	here?: 'code needed' | 'second factor needed'
) {
	if (locals.staff) redirect(303, homeOf(locals.staff.role));
	const { pending } = locals;
	if (!pending || pending.standing === here) return;
	redirect(303, `/sign-in/${pending.standing === 'code needed' ? 'code' : 'second-factor'}${url.search}`);
}
