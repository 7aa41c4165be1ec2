import { runtime } from '#lib/server/runtime.ts';

export async function GET() {
	try {
		await runtime().sql`select 1`;
		return new Response('ok\n');
	} catch {
		return new Response('the database is away\n', { status: 503 });
	}
}
