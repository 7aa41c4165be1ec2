// What other tools call, and what they are given: neither names nor shapes may change.
import { expect, test } from 'vitest';
import { benjaminiHochberg, eBenjaminiHochberg } from './false-discovery.ts';
import { fitPrior, shrink } from './gamma-poisson-shrinkage.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { mantelHaenszel } from './mantel-haenszel.ts';
import { meanCumulativeFunction } from './mean-cumulative-function.ts';
import { fitWeibull } from './weibull.ts';
import { wilsonInterval } from './wilson-interval.ts';

const steps = ['time', 'atRisk', 'events', 'estimate', 'standardError', 'low', 'high'];
const cells = [1, 2, 3, 4, 20].map((n) => ({ n, expected: 2 }));
const prior = fitPrior(cells);

test.each([
	['fitPrior', prior, ['alpha1', 'beta1', 'alpha2', 'beta2', 'p']],
	['shrink', shrink(prior, 24, 8), ['ebgm', 'eb05', 'eb95']],
	['kaplanMeier', kaplanMeier([{ time: 1.5, event: true }, { time: 2, event: false }])[0], steps], // prettier-ignore
	['meanCumulativeFunction', meanCumulativeFunction([{ events: [1.5, 2], end: 3 }, { events: [], end: 9 }])[0], steps], // prettier-ignore
	['fitWeibull', fitWeibull([1, 2, 4].map((time) => ({ time, event: true }))), ['shape', 'scale', 'logLikelihood']], // prettier-ignore
	['mantelHaenszel', mantelHaenszel([[[4, 9], [3, 30]]]), ['oddsRatio', 'low', 'high']], // prettier-ignore
	['wilsonInterval', wilsonInterval(3, 9), ['estimate', 'low', 'high', 'n']]
])('%s gives what it always gave', (_, given, names) => {
	const numbers = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
	expect(numbers).toMatchObject(Object.fromEntries(names.map((name) => [name, expect.any(Number)])));
});

test('false discoveries are told one by one', () => {
	expect(benjaminiHochberg([0.001, 0.9], 0.05)).toEqual([true, false]);
	expect(eBenjaminiHochberg([900, 0.1], 0.05)).toEqual([true, false]);
});
