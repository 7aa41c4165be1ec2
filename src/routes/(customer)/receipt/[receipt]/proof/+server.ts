import { lookUpReceipt } from '#lib/server/response/response.ts';
import { runtime } from '#lib/server/runtime.ts';

/** The inclusion proof of a receipt's answer: what it takes to check elsewhere, nothing of what was said. */
export async function GET({ params }) {
	const { sql, vault } = runtime();
	const looked = await lookUpReceipt(sql, params.receipt.slice(0, 100), vault);
	if (looked.state === 'unknown' || looked.state === 'changed' || looked.record.state !== 'sealed')
		return new Response('There is no proof for this receipt (yet).\n', { status: 404 });
	return new Response(looked.record.proof, {
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'content-disposition': 'attachment; filename="receipt.tlog-proof"'
		}
	});
}
