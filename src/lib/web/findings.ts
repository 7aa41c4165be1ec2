// Words around findings: on the pages, in mails, on the command line.
export const causeWords: Record<string, string> = {
	design: 'Design flaw',
	lot: 'Lot defect',
	service: 'Service problem',
	no_fault_found: 'No fault found',
	handling: 'Handling'
};
export const tierWords: Record<string, string> = { watch: 'Watch', signal: 'Signal', confirmed: 'Confirmed' };
export const stateWords: Record<string, string> = {
	watching: 'watching',
	investigating: 'investigating',
	confirmed: 'confirmed by us',
	fix_shipped: 'fix shipped',
	dismissed: 'dismissed'
};

/** The company's words for a failure mode, else ours, else its code. */
export const labelOf = (mode: string, labels: Map<string, string>): string =>
	labels.get(mode) ??
	(mode === 'no_fault_found' ? 'No fault found' : mode === 'other' ? 'Something else' : mode);

const times = (ratio: number) => `${ratio.toFixed(1)}×`;

/** What the new lots show after a fix. */
export function fixWords(
	fix: {
		after: { n: number; expected: number };
		ratio: { low: number; high: number | null; estimate: number } | null;
		verdict: string;
	},
	fixLot: string | null
): string {
	const { after, ratio, verdict } = fix;
	if (verdict === 'not sold yet')
		return `No unit of lot ${fixLot} has been sold yet: nothing to measure the fix by.`;
	if (verdict === 'no lot before')
		return `Lot ${fixLot} is the first: there is no lot before it to compare with.`;
	const seen = `lots with the fix: ${after.n} where ${roughly(after.expected)} expected`;
	if (!ratio) return `Too early to say – ${seen}.`;
	const range =
		ratio.high === null ? `${times(ratio.low)} or more` : `${times(ratio.low)} to ${times(ratio.high)}`;
	if (verdict === 'too early') return `Too early to say – ${seen} (${range} of the rate before).`;
	return `${verdict === 'better' ? 'Better' : 'Not better'} – ${seen}, ${times(ratio.estimate)} the rate of the lots before (${range}).`;
}

export const dayOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** A count that need not be whole. */
export const roughly = (n: number) =>
	n > 0 && n < 0.1 ? '<0.1' : n < 9.5 ? String(Math.round(n * 10) / 10) : String(Math.round(n));

/** "1 was", "8 were" */
export const were = (n: number) => `${roughly(n)} ${roughly(n) === '1' ? 'was' : 'were'}`;
