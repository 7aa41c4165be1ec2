import { redirect } from '@sveltejs/kit';
import { createSessions, sessionCookie } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';

export function load() {
	redirect(303, '/');
}

export const actions = {
	default: async ({ cookies }) => {
		const { sql, config } = runtime();
		const session = cookies.get(sessionCookie);
		if (session)
			await createSessions(sql, { secure: config.ORIGIN.startsWith('https:') }).invalidateSession(session);
		cookies.delete(sessionCookie, { path: '/' });
		redirect(303, '/sign-in');
	}
};
