// Why raw, weighted and adjusted figures differ, each in a sentence. Pure.
import type { Share } from '../../statistics/wilson-interval.ts';

interface Stratum {
	stratum: string;
	asked: number;
	answered: number;
	n: number;
	yes: number;
}

interface Figures {
	raw: Share;
	weighted: Share;
	adjusted: Share | null;
	by: Stratum[];
	/** Of the answers left out of the adjusted figure. */
	leftYes: number;
	leftN: number;
}

/** Smaller differences are shown, but need no words. */
const worthSaying = 0.01;

const points = (difference: number) => {
	const size = Math.abs(100 * difference);
	return `${size.toFixed(1)} ${size.toFixed(1) === '1.0' ? 'point' : 'points'} ${difference < 0 ? 'below' : 'above'} raw`;
};
const percent = (share: number) => `${Math.round(100 * share)} %`;

export function whyDifferent({ raw, weighted, adjusted, by, leftYes, leftN }: Figures): string[] {
	const why: string[] = [];
	const answered = by.reduce((sum, { n }) => sum + n, 0);
	const asked = by.reduce((sum, stratum) => sum + stratum.asked, 0);
	const shift = weighted.estimate - raw.estimate;
	if (answered > 0 && Math.abs(shift) >= worthSaying) {
		// The stratum that moves the figure most in the direction it moved.
		const moves = by
			.filter(({ n }) => n > 0)
			.map((each) => ({
				...each,
				move: (each.asked / asked - each.n / answered) * (each.yes / each.n - raw.estimate) * Math.sign(shift)
			}))
			.sort((a, b) => b.move - a.move);
		const most = moves[0]!;
		const [share, voice] = [most.asked / asked, most.n / answered];
		why.push(
			`Weighted lies ${points(shift)}: “${most.stratum}” makes ${percent(share)} of those asked and ${percent(voice)} of the answers, ${percent(most.yes / most.n)} of them so.`
		);
	}
	if (adjusted && adjusted.n > 0 && Math.abs(adjusted.estimate - raw.estimate) >= worthSaying) {
		const difference = adjusted.estimate - raw.estimate;
		why.push(
			`Adjusted lies ${points(difference)}: of the ${leftN} answers it leaves out, ${percent(leftYes / leftN)} are so.`
		);
	}
	return why;
}
