// Words around findings.
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

const times = (ratio: number) => `${ratio.toFixed(1)}×`;

/** What the new lots show after a fix. */
export function fixWords(fix: {
	after: { n: number; expected: number };
	ratio: { low: number; high: number; estimate: number };
	verdict: string;
}): string {
	const { after, ratio, verdict } = fix;
	const seen = `lots with the fix: ${after.n} where ${after.expected.toFixed(1)} were expected`;
	const high = Number.isFinite(ratio.high) ? times(ratio.high) : 'any multiple of it';
	if (verdict === 'better')
		return `Better – ${seen}, ${times(ratio.estimate)} the rate of the lots before (${times(ratio.low)} to ${high}).`;
	if (verdict === 'not better')
		return `Not better – ${seen}, ${times(ratio.estimate)} the rate of the lots before (${times(ratio.low)} to ${high}).`;
	return `Too early to say – ${seen} (${times(ratio.low)} to ${high} of the rate before).`;
}

export const dayOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** A count that need not be whole. */
export const roughly = (n: number) => (n < 9.5 ? String(Math.round(n * 10) / 10) : String(Math.round(n)));
