// Findings in words. The same sentence stands on the board, in mails, in the API and in the report.
import { were } from '../../web/findings.ts';
import type { Tier } from './assess.ts';
import type { Cause } from './cause.ts';
import { noFaultFound } from './events.ts';

export interface Told {
	mode: string;
	/** The company's words for the mode. */
	label: string;
	lot: string | null;
	tier: Tier | null;
	cause: Cause;
	observed: number;
	expected: number;
	eb05: number;
}

const times = (ratio: number) => `${ratio.toFixed(1)}×`;

export function sentenceOf({ mode, label, lot, observed, expected, eb05 }: Told): string {
	const what =
		mode === noFaultFound
			? `${observed} return${observed === 1 ? '' : 's'} with no fault found`
			: `${observed} failure${observed === 1 ? '' : 's'} “${label}”`;
	const where = lot === null ? '' : ` in lot ${lot}`;
	const least =
		eb05 >= 1.05 ? `at least ${times(eb05)} after allowing for chance` : 'within what chance brings';
	return `${what}${where} where ${were(expected)} expected; ${least}.`;
}

/** What to do next, by cause and how sure one is. */
export function nextStep({ cause, tier, lot }: Pick<Told, 'cause' | 'tier' | 'lot'>): string {
	if (tier === null) return 'Nothing: it does not stand out any more.';
	if (tier === 'watch') return 'Wait for more, and look at the returns behind it.';
	const steps: Record<Cause, string> = {
		design:
			'Take returned units apart with the manufacturer, and offer another model instead of the same one until it is understood.',
		lot: `Stop selling what is left of lot ${lot ?? ''}, look at it, and ask the manufacturer what was different.`,
		service:
			'Ask at the location that holds most of these returns how they are received, repaired and coded.',
		no_fault_found: 'Read what customers expected: instructions, packaging or advice may mislead.',
		handling: 'Ask the few customers who hold most of these returns how it is used.'
	};
	return steps[cause];
}
