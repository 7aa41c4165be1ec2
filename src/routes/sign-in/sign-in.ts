// What the ways of signing in have in common.
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { homeOf } from '#lib/server/identity/access.ts';
import { beginSession, endSession, sessionCookie } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';

type Event = Pick<RequestEvent, 'cookies' | 'request' | 'locals' | 'url'>;

/** Begins a session and hands its cookie to the browser; a session from before ends. */
export async function signIn(
	{ cookies, request }: Pick<Event, 'cookies' | 'request'>,
	staff: number,
	{ secondFactor = false } = {}
) {
	const { sql, config, now } = runtime();
	const before = cookies.get(sessionCookie);
	if (before) await endSession(sql, before);
	const secure = config.ORIGIN.startsWith('https:');
	const browser = request.headers.get('user-agent');
	const cookie = await beginSession(sql, { staff, browser, secondFactor, secure }, now());
	cookies.set(cookie.name, cookie.value, { ...cookie.attributes, path: '/' });
}

/** Only paths of our own: "//elsewhere" and "/\elsewhere" lead to other sites. */
export const ownPath = (next: string | null) => (next && /^\/(?![/\\])/.test(next) ? next : '/');

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
