import { redirect } from '@sveltejs/kit';
import {
	caseRules,
	listCases,
	watchCases,
	watchingOf,
	type CaseFilter
} from '#lib/server/recovery/recovery.ts';
import { readChoices } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../posted-form.ts';

const states = ['open', 'unacknowledged', 'working', 'overdue', 'closed'] as const;
const perColumn = 10;
const perList = 50;

export async function load({ url, locals }) {
	const { sql, reports, now } = runtime();
	const staff = locals.staff!.id;
	const text = (name: string) => url.searchParams.get(name)?.replaceAll('\0', '').slice(0, 200) || undefined;
	const chosen = {
		state: states.find((state) => state === text('state')),
		isMine: text('whose') === 'mine',
		location: text('location'),
		rule: caseRules.find((rule) => rule === text('rule'))
	};
	const filter: CaseFilter = {
		owner: chosen.isMine ? staff : undefined,
		location: chosen.location,
		rule: chosen.rule
	};
	const before = /^\d{1,15}$/.test(text('before') ?? '') ? Number(text('before')) : undefined;
	const isBoard = !chosen.state && text('view') !== 'list';
	const list = (state: CaseFilter['state'], most: number) =>
		listCases(sql, { ...filter, state, before }, most + 1, now());
	const columns = isBoard
		? await Promise.all(
				(['unacknowledged', 'working', 'closed'] as const).map((state) => list(state, perColumn))
			)
		: [await list(chosen.state, perList)];
	const [choices, watching] = await Promise.all([readChoices(reports, now()), watchingOf(sql, staff)]);
	return { columns, isBoard, chosen, choices, watching, now: now(), most: isBoard ? perColumn : perList };
}

export const actions = {
	watch: async ({ request, locals }) => {
		const form = await postedForm(request);
		const watching = { opened: form.get('opened') === 'yes', escalated: form.get('escalated') === 'yes' };
		await watchCases(runtime().sql, locals.staff!.id, watching);
		redirect(303, '/cases#watch');
	}
};
