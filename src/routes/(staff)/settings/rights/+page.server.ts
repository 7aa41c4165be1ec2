import { fail } from '@sveltejs/kit';
import { eraseCustomer } from '#lib/server/rights.ts';
import { runtime } from '#lib/server/runtime.ts';
import { asked } from './asked.ts';

const problems: Record<string, string> = {
	unknown: 'We hold nothing under this id.',
	reason: 'Say why in a few words; it is recorded.',
	sure: 'Tick the box: an erasure cannot be undone.'
};

export const load = ({ url }) => ({ problem: problems[url.searchParams.get('problem') ?? ''] ?? null });

export const actions = {
	default: async ({ request, locals }) => {
		const { customer, reason, sure } = await asked(request);
		if (!reason) return fail(400, { refused: problems.reason, customer });
		if (!sure) return fail(400, { refused: problems.sure, customer });
		const erased = await eraseCustomer(
			runtime(),
			{ customer, reason, staff: locals.staff!.id },
			runtime().now()
		);
		return erased === 'erased' ? { erased: true } : fail(404, { refused: problems.unknown, customer });
	}
};
