import { latestRun, requestAnalysis, subscribe, subscriptionOf } from '#lib/server/flaws/flaws.ts';
import { readBoard } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../posted-form.ts';
import { csvParameters, readBoardFilter, withParameter } from './board-filter.ts';

const shown = 12;

export async function load({ url, locals }) {
	const { sql, reports } = runtime();
	const { filter, order, all, isWhole } = readBoardFilter(url.searchParams);
	// One more than is shown tells that there are more.
	const limit = isWhole ? undefined : shown + 1;
	const [board, run, subscription] = await Promise.all([
		readBoard(reports, { ...filter, limit }, order, all),
		latestRun(reports),
		subscriptionOf(sql, locals.staff!.id)
	]);
	const isRunning = run !== undefined && !run.finishedAt && !run.failedAt;
	const findings = isWhole ? board.findings : board.findings.slice(0, shown);
	return {
		...board,
		findings,
		more: findings.length < board.findings.length,
		allHref: `?${withParameter(url, 'findings', 'all')}`,
		csvHref: `/api/v1/findings?${csvParameters(filter)}`,
		filter,
		order,
		run: run ?? null,
		isRunning,
		subscription
	};
}

export const actions = {
	analyse: async ({ request, locals }) => {
		await postedForm(request);
		await requestAnalysis(runtime(), locals.staff!.id);
		return { asked: true };
	},
	subscribe: async ({ request, locals }) => {
		const form = await postedForm(request);
		const wanted = { atOnce: form.get('at_once') === 'yes', weekly: form.get('weekly') === 'yes' };
		await subscribe(runtime().sql, locals.staff!.id, wanted);
		return { subscribed: true };
	}
};
