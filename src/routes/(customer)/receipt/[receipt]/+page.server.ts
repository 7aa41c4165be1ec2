import { lookUpReceipt } from '#lib/server/response/response.ts';
import { runtime } from '#lib/server/runtime.ts';
import { dayIn } from '#lib/web/languages/languages.ts';
import { speak } from '../../customer.ts';

export async function load(event) {
	const { sql, vault } = runtime();
	const { language } = speak(event);
	const typed = event.params.receipt.slice(0, 100);
	const looked = await lookUpReceipt(sql, typed, vault);
	if (looked.state === 'unknown') return { language, typed, state: looked.state, received: '' };
	const { state, answeredAt, timezone, record } = looked;
	const index = 'index' in record && state !== 'changed' ? record.index : undefined;
	const sealed = record.state === 'sealed' ? dayIn(language, record.sealedAt, timezone) : undefined;
	return { language, typed, state, received: dayIn(language, answeredAt, timezone), index, sealed };
}
