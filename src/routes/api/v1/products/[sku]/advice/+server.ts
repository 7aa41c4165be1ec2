import { json } from '@sveltejs/kit';
import { adviseOn } from '#lib/server/flaws/flaws.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function GET({ params }) {
	const advice = await adviseOn(runtime().reports, params.sku.replaceAll('\0', ''));
	return advice ? json(advice) : json({ error: 'no feed has named this product' }, { status: 404 });
}
