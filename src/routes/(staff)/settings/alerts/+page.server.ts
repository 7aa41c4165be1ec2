import { fail, redirect } from '@sveltejs/kit';
import { addRule, endRule, listRules, qualityMails, qualityMailsOf } from '#lib/server/alerts/alerts.ts';
import { figures } from '#lib/server/desk/desk.ts';
import { readChoices, readFilters } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load({ locals }) {
	const { sql, reports } = runtime();
	const [rules, mails, choices] = await Promise.all([
		listRules(sql),
		qualityMailsOf(sql, locals.staff!.id),
		readChoices(reports, runtime().now())
	]);
	return { rules, mails, choices, figures: figures.map(({ id, name }) => ({ id, name })) };
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '');

export const actions = {
	rule: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const said = Object.fromEntries(
			['name', 'figure', 'condition', 'threshold', 'days', 'least'].map((name) => [name, text(form, name)])
		) as Record<'name' | 'figure' | 'condition' | 'threshold' | 'days' | 'least', string>;
		const chosen = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
		const filters = readFilters(new URLSearchParams(chosen));
		const added = await addRule(sql, { given: { ...said, filters }, staff: locals.staff!.id }, now());
		if (added !== 'added') return fail(400, { refused: added.refused, said });
		redirect(303, '/settings/alerts');
	},
	end: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const id = Number((await postedForm(request)).get('rule'));
		if (Number.isSafeInteger(id)) await endRule(sql, { id, staff: locals.staff!.id }, now());
		redirect(303, '/settings/alerts');
	},
	mails: async ({ request, locals }) => {
		const form = await postedForm(request);
		const digest = (['daily', 'weekly'] as const).find((each) => each === form.get('digest')) ?? 'never';
		await qualityMails(runtime().sql, locals.staff!.id, { alerts: form.get('alerts') === 'yes', digest });
		redirect(303, '/settings/alerts');
	}
};
