import { endSession, sessionCookie } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function POST({ cookies }) {
	const session = cookies.get(sessionCookie);
	if (session) await endSession(runtime().sql, session);
	cookies.delete(sessionCookie, { path: '/' });
	return new Response(null, { status: 303, headers: { location: '/sign-in' } });
}
