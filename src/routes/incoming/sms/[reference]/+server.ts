import { takeSmsStatus } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { hearSms, notGenuine } from '../hear-sms.ts';

/** What became of a message, as its phone network says. */
export async function POST(event) {
	const hook = await hearSms(event);
	if (hook?.kind !== 'status') return notGenuine();
	const { sql, vault, queue, now } = runtime();
	const named = event.params.reference;
	const taken = await takeSmsStatus(sql, { named, hook, vault, queue }, now());
	return new Response(null, { status: taken === 'taken' ? 204 : 404 });
}
