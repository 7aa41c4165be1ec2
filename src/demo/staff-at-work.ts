// What the demo's staff have done so far: two proposals, one of them decided, a case, and a first checkpoint.
import { decideProposal, propose } from '#lib/server/integrity/integrity.ts';
import { signLedger } from '#lib/server/ledger/ledger.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { staffEmail } from './tour.ts';

export async function actOut(runtime: Runtime) {
	const { sql, now } = runtime;
	const [quality, admin] = await Promise.all(
		(['quality', 'admin'] as const).map(async (role) => {
			const [row] = await sql<{ id: number }[]>`select id::int from staff where email = ${staffEmail(role)}`;
			return row!.id;
		})
	);
	// Filled in within seconds, to the highest score: the answers of the rep who swaps addresses look like this.
	const odd = await sql<{ id: number }[]>`
		select id::int from answers where seconds < 16 and replies ->> 'overall' = '5' order by id limit 2`;
	for (const [index, { id }] of odd.entries()) {
		const reason = 'Filled in within seconds, from an address the rep had entered the same day.';
		const proposed = await propose(
			sql,
			{ change: 'exclude_answer', answer: id, staff: quality!, reason },
			now()
		);
		if (index === 0 && 'id' in proposed)
			await decideProposal(
				sql,
				{
					proposal: proposed.id,
					staff: admin!,
					verdict: 'approved',
					reason: 'The customer says it was not her.'
				},
				now()
			);
	}
	const slower = { change: 'policy' as const, values: { quiet_days: '21' }, staff: quality! };
	await propose(
		sql,
		{ ...slower, reason: 'Customers with two visits in a fortnight complain of two mails.' },
		now()
	);
	await signLedger(runtime);
}
