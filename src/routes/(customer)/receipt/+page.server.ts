import { redirect } from '@sveltejs/kit';
import { readReceipt } from '#lib/server/response/response.ts';
import { speak } from '../customer.ts';

/** The form asks for a receipt and leads to its own address. */
export function load(event) {
	const { language } = speak(event);
	const typed = event.url.searchParams.get('receipt')?.trim().slice(0, 100);
	if (typed) {
		// What cannot be a receipt is only shown back to its reader.
		const receipt = readReceipt(typed) ?? (typed.replace(/[^0-9A-Za-z-]/g, '') || '0');
		redirect(303, `/receipt/${receipt}?language=${language}`);
	}
	return { language };
}
