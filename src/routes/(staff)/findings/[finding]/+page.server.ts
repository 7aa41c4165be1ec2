import { error, fail } from '@sveltejs/kit';
import { possibleOwners, stepsOf, takeStep } from '#lib/server/flaws/flaws.ts';
import { readFinding } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';
import { idOf } from './id.ts';

export async function load({ params, url, locals }) {
	const { sql, reports } = runtime();
	const id = idOf(params);
	const [found, steps, owners] = await Promise.all([
		readFinding(reports, id, url.searchParams.get('returns') === 'all' ? null : undefined),
		stepsOf(reports, id),
		possibleOwners(sql)
	]);
	if (!found) error(404, { message: 'There is no such finding.' });
	// Who may not read answers is not told which they are.
	const returns =
		locals.staff!.role === 'product' ? found.returns.map((row) => ({ ...row, answer: null })) : found.returns;
	return { ...found, returns, steps, owners };
}

const step =
	(what: 'state' | 'owner' | 'note') =>
	async ({
		request,
		locals,
		params
	}: {
		request: Request;
		locals: App.Locals;
		params: { finding: string };
	}) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const text = (name: string) => String(form.get(name) ?? '');
		const asked = { finding: idOf(params), staff: locals.staff!.id };
		const done = await takeStep(
			sql,
			what === 'state'
				? { ...asked, step: what, state: text('state'), note: text('note'), fixLot: text('fix_lot') }
				: what === 'owner'
					? { ...asked, step: what, owner: text('owner') }
					: { ...asked, step: what, note: text('note') },
			now()
		);
		if (done !== 'done')
			return fail(400, {
				...done,
				of: what,
				state: text('state'),
				fixLot: text('fix_lot').slice(0, 200),
				note: text('note').slice(0, 2000)
			});
		return { done: what };
	};

export const actions = { state: step('state'), owner: step('owner'), note: step('note') };
