import { error } from '@sveltejs/kit';
import { readProduct } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ params }) {
	const report = await readProduct(runtime().reports, params.sku.replaceAll('\0', ''));
	if (!report)
		error(404, { message: 'No such product.', advice: 'It appears here once a feed has named it.' });
	return report;
}
