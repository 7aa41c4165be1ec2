// Settings that two people change: a form of values proposes those that differ.
import { fail } from '@sveltejs/kit';
import { proposalsAbout, propose } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../posted-form.ts';

type Change = 'policy' | 'retention';

export const waitingFor = (change: Change | 'wording') => proposalsAbout(runtime().sql, { change });

export async function proposeValues(
	{ request, locals }: { request: Request; locals: App.Locals },
	change: Change,
	names: readonly string[]
) {
	const { sql, now } = runtime();
	const form = await postedForm(request);
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const values = Object.fromEntries(
		names.filter((name) => text(name) !== text(`${name}_before`)).map((name) => [name, text(name)])
	);
	const typed = Object.fromEntries([...names, 'reason'].map((name) => [name, text(name)]));
	if (Object.keys(values).length === 0) return fail(400, { refused: 'Nothing has been changed.', typed });
	const input = { change, values, reason: text('reason'), staff: locals.staff!.id };
	const proposed = await propose(sql, input, now());
	return 'refused' in proposed ? fail(400, { ...proposed, typed }) : { proposed: true };
}
