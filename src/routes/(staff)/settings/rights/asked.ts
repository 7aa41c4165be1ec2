import { postedForm } from '../posted-form.ts';

/** What either form of the page asks for. */
export async function asked(request: Request) {
	const form = await postedForm(request);
	const text = (name: string) => String(form.get(name) ?? '').trim();
	return {
		customer: text('customer').slice(0, 200),
		reason: text('reason').slice(0, 2000),
		sure: text('sure') === 'yes'
	};
}
