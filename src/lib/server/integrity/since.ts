// Since when a trace shows more than it should. Pure.
//
// The cases in order of time fall into at most forty steps of equal number. Of every step as the beginning, the likelihood is taken that before it
// events came at the expected share p0 and from it on at their own, higher share; the best beginning counts. The first one
// ("from the start") is kept unless another is better by more than 2 in log-likelihood.
import type { CaseSeen } from './tallying.ts';

const steps = 40;
const better = 2;

/** Milliseconds of the first case of the stretch. Cases in order of time; `share`: what would be expected. */
export function sinceWhen(cases: CaseSeen[], share: number): number {
	const p0 = Math.min(0.999, Math.max(1e-6, share));
	const total = sum(cases, () => true);
	const shown = sum(cases, ({ happened }) => happened);
	const gainOf = (n: number, k: number) => {
		const p = k / n;
		return n === 0 || p <= p0
			? 0
			: k * Math.log(p / p0) + (n > k ? (n - k) * Math.log((1 - p) / (1 - p0)) : 0);
	};
	let best = { at: 0, gain: gainOf(total, shown) + better };
	let [n, k] = [total, shown];
	const size = Math.max(1, Math.floor(cases.length / steps));
	cases.forEach(({ happened, times }, at) => {
		if (at > 0 && at % size === 0) {
			const gain = gainOf(n, k);
			if (gain > best.gain) best = { at, gain };
		}
		n -= times;
		if (happened) k -= times;
	});
	// The stretch begins with something that shows.
	return (cases.slice(best.at).find(({ happened }) => happened) ?? cases[best.at])!.at;
}

const sum = (cases: CaseSeen[], which: (each: CaseSeen) => boolean) =>
	cases.reduce((total, each) => total + (which(each) ? each.times : 0), 0);
