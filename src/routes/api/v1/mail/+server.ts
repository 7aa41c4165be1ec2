import { json } from '@sveltejs/kit';
import { bufferOf, TooLarge } from '#lib/server/body.ts';
import { takeMail } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';

const most = 1024 * 1024;

/** A mail as a mail server got it: a bounce, a complaint or a reply. */
export async function POST({ request }) {
	const type = request.headers.get('content-type')?.split(';')[0]!.trim().toLowerCase();
	if (type !== 'message/rfc822')
		return json({ error: 'send the whole mail as message/rfc822' }, { status: 415 });
	const { sql, vault, queue, now } = runtime();
	try {
		const raw = await bufferOf(request, most);
		const taken = await takeMail(sql, { raw, vault, queue }, now());
		return json({ taken });
	} catch (error) {
		if (error instanceof TooLarge)
			return json({ error: `the mail is too large: at most ${most} bytes` }, { status: 413 });
		throw error;
	}
}
