import { exportCustomer } from '#lib/server/rights.ts';
import { runtime } from '#lib/server/runtime.ts';
import { asked } from '../asked.ts';

/** The file itself, or back to the page with what was missing. */
export async function POST({ request, locals }) {
	const { customer, reason } = await asked(request);
	const back = (problem: string) =>
		new Response(null, { status: 303, headers: { location: `/settings/rights?problem=${problem}` } });
	if (!reason) return back('reason');
	const found = await exportCustomer(
		runtime(),
		{ customer, reason, staff: locals.staff!.id },
		runtime().now()
	);
	if (!found) return back('unknown');
	return new Response(JSON.stringify(found, null, '\t'), {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': 'attachment; filename="customer.json"'
		}
	});
}
