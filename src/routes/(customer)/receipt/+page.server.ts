import { redirect } from '@sveltejs/kit';
import { readReceipt } from '#lib/server/response/response.ts';
import { speak } from '../customer.ts';

/** The form asks for a receipt and leads to its own address. */
export function load(event) {
	const { language } = speak(event);
	const typed = event.url.searchParams.get('receipt')?.trim().slice(0, 100);
	if (typed)
		redirect(303, `/receipt/${encodeURIComponent(readReceipt(typed) ?? typed)}?language=${language}`);
	return { language };
}
