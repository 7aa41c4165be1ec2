// How long things last, and how often they come back.
import { describe, expect, test } from 'vitest';
import { kaplanMeier } from './kaplan-meier.ts';
import { meanCumulativeFunction } from './mean-cumulative-function.ts';
import { inputs, relativeError, results } from '../../../tests/reference/reference.ts';
import { reportingDelay } from './reporting-delay.ts';
import { fitWeibull } from './weibull.ts';

const lung = inputs('lung').map(({ time, status }) => ({ time: time!, event: status === 1 }));
const fans = inputs('genfan').map(({ hours, status }) => ({ time: hours!, event: status === 1 }));

describe('Kaplan-Meier', () => {
	test.each([
		['lung', lung],
		['genfan', fans]
	] as const)('%s agrees with R at every event', (name, watched) => {
		const wanted = results('km')[name].all_event_times;
		const steps = kaplanMeier([...watched]).filter(({ events }) => events > 0);
		expect(steps).toHaveLength(wanted.length);
		steps.forEach((step, at) => {
			const { time, n_risk, n_event, surv, se, lower_loglog, upper_loglog } = wanted[at];
			expect([step.time, step.atRisk, step.events]).toEqual([time, n_risk, n_event]);
			for (const [got, value] of [
				[step.estimate, surv],
				[step.standardError, se],
				[step.low, lower_loglog],
				[step.high, upper_loglog]
			])
				if (value !== null) expect(relativeError(got!, value!)).toBeLessThan(1e-10);
		});
	});
	test('who enters late is at risk from then on', () => {
		const rows = inputs('km_left_truncated').map(({ entry, exit, event }) => ({
			time: exit!,
			event: event === 1,
			entry: entry!
		}));
		const steps = kaplanMeier(rows).filter(({ events }) => events > 0);
		results('km').left_truncated_example.forEach(
			(row: { time: number; n_risk: number; surv: number }, at: number) => {
				expect([steps[at]!.time, steps[at]!.atRisk]).toEqual([row.time, row.n_risk]);
				expect(relativeError(steps[at]!.estimate, row.surv)).toBeLessThan(1e-10);
			}
		);
	});
	test('counted rows are as good as repeated ones', () => {
		const once = kaplanMeier([
			{ time: 3, event: true, count: 2 },
			{ time: 5, event: false, count: 3 }
		]);
		const repeated = kaplanMeier([3, 3, 5, 5, 5].map((time) => ({ time, event: time === 3 })));
		expect(once).toEqual(repeated);
	});
});

describe('the mean cumulative function', () => {
	const engines = new Map<number, { events: number[]; end: number }>();
	for (const { id, time, status } of inputs('valveseat')) {
		const history = engines.get(id!) ?? { events: [], end: 0 };
		if (status === 1) history.events.push(time!);
		history.end = Math.max(history.end, time!);
		engines.set(id!, history);
	}
	test('agrees with reda on the valve seats, same-day repeats included', () => {
		const steps = meanCumulativeFunction([...engines.values()]);
		const wanted = results('mcf_valveseat').own_nelson;
		expect(steps).toHaveLength(wanted.length);
		steps.forEach((step, at) => {
			const { time, r, d, mcf, se_robust, lower_log, upper_log } = wanted[at];
			expect([step.time, step.atRisk, step.events]).toEqual([time, r, d]);
			for (const [got, value] of [
				[step.estimate, mcf],
				[step.standardError, se_robust],
				[step.low, lower_log],
				[step.high, upper_log]
			] as const)
				expect(relativeError(got, value)).toBeLessThan(1e-10);
		});
		expect(steps.at(-1)!.estimate).toBeCloseTo(1.543, 3);
	});
	test('histories without events may be counted', () => {
		const [some] = [[...engines.values()]];
		const grouped = [...some!.filter(({ events }) => events.length > 0)];
		for (const { end } of some!.filter(({ events }) => events.length === 0)) {
			const same = grouped.find((history) => history.events.length === 0 && history.end === end) as
				{ count: number } | undefined;
			if (same) same.count++;
			else grouped.push({ events: [], end, count: 1 } as (typeof grouped)[number]);
		}
		const last = meanCumulativeFunction(grouped).at(-1)!;
		const wanted = meanCumulativeFunction(some!).at(-1)!;
		expect(last.standardError).toBeCloseTo(wanted.standardError, 12);
	});
});

describe('Weibull', () => {
	test.each([
		['genfan', fans],
		['lung', lung]
	] as const)('%s agrees with survreg', (name, watched) => {
		const wanted = results('weibull')[name];
		const got = fitWeibull([...watched])!;
		expect(relativeError(got.shape, wanted.shape)).toBeLessThan(1e-4);
		expect(relativeError(got.scale, wanted.scale)).toBeLessThan(1e-4);
		expect(Math.abs(got.logLikelihood - wanted.loglik)).toBeLessThan(1e-6);
	});
	test('says nothing without a failure', () => {
		expect(fitWeibull([{ time: 3, event: false }])).toBeUndefined();
	});
});

describe('reporting delay', () => {
	test('agrees with the reference', () => {
		const { D, F_cond } = results('reporting_delay');
		const rows = inputs('reporting_delay').map(({ delay, max_delay }) => ({
			delay: delay!,
			window: max_delay!
		}));
		const share = reportingDelay(rows, D);
		for (const { delay, F } of F_cond) expect(relativeError(share[delay]!, F)).toBeLessThan(1e-10);
	});
	test('without records everything is known at once', () => {
		expect(reportingDelay([], 2)).toEqual([1, 1, 1]);
	});
});
