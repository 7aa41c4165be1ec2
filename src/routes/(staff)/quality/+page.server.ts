import { fail, redirect } from '@sveltejs/kit';
import { listViews, noteHappening } from '#lib/server/desk/desk.ts';
import {
	isGrouping,
	readBreakdown,
	readChoices,
	readOverview,
	readPeriod
} from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../posted-form.ts';
import { searchOf, viewActions } from './view-actions.ts';

export async function load({ url, locals }) {
	const { sql, reports, now } = runtime();
	const { filters, weeks } = readPeriod(url.searchParams, now());
	const wanted = url.searchParams.get('by');
	const by = isGrouping(wanted) ? wanted : null;
	const [overview, breakdown, choices, views] = await Promise.all([
		readOverview(reports, filters, now()),
		by && readBreakdown(reports, filters, by, now()),
		readChoices(reports, now()),
		listViews(sql, locals.staff!.id, '/quality')
	]);
	return { ...overview, filters, weeks, by, breakdown, choices, views, search: searchOf(url) };
}

export const actions = {
	...viewActions('/quality'),
	happened: async ({ request, locals, url }) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const said = (name: string) => String(form.get(name) ?? '');
		const happening = { day: said('day'), words: said('words'), location: said('location') };
		const noted = await noteHappening(sql, { ...happening, staff: locals.staff!.id }, now());
		if (noted !== 'noted') return fail(400, { ...happening, notHappened: noted.refused });
		redirect(303, `/quality?${searchOf(url)}#happened`);
	}
};
