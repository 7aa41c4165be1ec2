import { latestRun, requestAnalysis } from '#lib/server/flaws/flaws.ts';
import { detectors, latestAudit, listSignals } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

const shownStates = ['open', 'confirmed', 'explained', 'standing'] as const;

export async function load({ url }) {
	const { reports } = runtime();
	const state = shownStates.find((each) => each === url.searchParams.get('state')) ?? 'open';
	const [audit, all, run] = await Promise.all([
		latestAudit(reports),
		listSignals(reports),
		latestRun(reports)
	]);
	const count = (which: string) => all.filter((each) => which === 'standing' || each.state === which).length;
	// By location first, then by detector: what several people share comes before any person.
	const order = ['location', 'company', 'staff', 'rep'];
	const signals = all
		.filter((each) => state === 'standing' || each.state === state)
		.sort((a, b) => order.indexOf(a.subjectType) - order.indexOf(b.subjectType) || a.id - b.id);
	return {
		audit: audit ?? null,
		signals,
		state,
		states: shownStates.map((each) => ({ state: each, n: count(each) })),
		detectors: detectors.length,
		run: run ?? null,
		isRunning: run !== undefined && !run.finishedAt && !run.failedAt
	};
}

export const actions = {
	default: async ({ request, locals }) => {
		await postedForm(request);
		await requestAnalysis(runtime(), locals.staff!.id);
		return { asked: true };
	}
};
