import type { Cookies } from '@sveltejs/kit';
import { createSessions } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';

/** Begins a session and hands its cookie to the browser. */
export async function signIn(cookies: Cookies, staff: number) {
	const { sql, config } = runtime();
	const sessions = createSessions(sql, { secure: config.ORIGIN.startsWith('https:') });
	const { id } = await sessions.createSession(staff, {});
	const { name, value, attributes } = sessions.createSessionCookie(id);
	cookies.set(name, value, { ...attributes, path: '/' });
}
