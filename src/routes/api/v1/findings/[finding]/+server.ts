import { json } from '@sveltejs/kit';
import { findFinding, wholeFinding } from '#lib/server/flaws/flaws.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function GET({ params }) {
	const id = /^\d{1,15}$/.test(params.finding) ? Number(params.finding) : 0;
	const finding = await findFinding(runtime().reports, id);
	return finding ? json(wholeFinding(finding)) : json({ error: 'there is no such finding' }, { status: 404 });
}
