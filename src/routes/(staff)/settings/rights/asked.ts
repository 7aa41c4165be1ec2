import { readReason } from '#lib/server/reason.ts';
import { postedForm } from '../../../posted-form.ts';

/** What either form of the page asks for. */
export async function asked(request: Request) {
	const form = await postedForm(request);
	const text = (name: string) => String(form.get(name) ?? '').trim();
	return {
		customer: text('customer').slice(0, 200),
		reason: readReason(text('reason')),
		sure: text('sure') === 'yes'
	};
}
