import { lookUpReceipt } from '#lib/server/response/response.ts';
import { runtime } from '#lib/server/runtime.ts';
import { dayIn } from '#lib/web/languages/languages.ts';
import { speak } from '../../customer.ts';

export async function load(event) {
	const { sql, vault } = runtime();
	const { language } = speak(event);
	const typed = event.params.receipt.slice(0, 100);
	const looked = await lookUpReceipt(sql, typed, vault);
	const received = looked.state === 'unknown' ? '' : dayIn(language, looked.answeredAt, looked.timezone);
	return { language, typed, state: looked.state, received };
}
