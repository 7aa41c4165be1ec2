// What a subject's count would be if it did as its peers do (indirect standardisation, leaving itself out).
//
// Definition. Each subject has n and observed by stratum (say location × kind, nested in kind). The peers' share of a stratum is
//   p_s = (K_s − k_is + w · p_g) / (N_s − n_is + w),   p_g = (K_g − k_ig + w · p) / (N_g − n_ig + w),
// where g is the group of strata that s belongs to, p = (K + ½)/(N + 1) the share overall without the subject, and w the number of cases in which five
// events are expected, at least 30: a thin stratum borrows from its group, and nothing is expected to be impossible. Expected = Σ_s n_is · p_s.
//
// Subjects in `apart` (those that stand out) are nobody's peers: they would raise what is expected of others and so hide
// them and each other (masking).
//
// Source. Indirect standardisation as in N. E. Breslow & N. E. Day (1987), Statistical Methods in Cancer Research II, ch. 2, with
// partial pooling.
//
// Example. Two of three subjects have 10 events of 100, the third 40 of 100, all in one stratum: expected of the third is near 10.

export interface Tally {
	subject: string;
	stratum: string;
	/** What the stratum belongs to. */
	group: string;
	n: number;
	observed: number;
}

export interface Standardised {
	subject: string;
	n: number;
	observed: number;
	expected: number;
	/** How many others have a case in that of its strata where most have. */
	peers: number;
}

const leastBorrowed = 30;
const borrowedEvents = 5;

interface Sum {
	n: number;
	observed: number;
}

/** Every subject's total with what its peers would have had. */
export function amongPeers(tallies: Tally[], apart: ReadonlySet<string> = new Set()): Standardised[] {
	const strata = new Map<string, Sum & { subjects: Set<string> }>();
	const groups = new Map<string, Sum>();
	const all: Sum = { n: 0, observed: 0 };
	const own = new Map<string, Tally[]>();
	for (const tally of tallies) {
		const mine = own.get(tally.subject);
		if (mine) mine.push(tally);
		else own.set(tally.subject, [tally]);
		if (apart.has(tally.subject)) continue;
		const stratum = strata.get(tally.stratum) ?? { n: 0, observed: 0, subjects: new Set<string>() };
		stratum.subjects.add(tally.subject);
		strata.set(tally.stratum, stratum);
		const group = groups.get(tally.group) ?? { n: 0, observed: 0 };
		groups.set(tally.group, group);
		for (const sum of [stratum, group, all]) add(sum, tally, 1);
	}
	return [...own].map(([subject, mine]) => {
		const isApart = apart.has(subject);
		const without = (sum: Sum | undefined, which: (tally: Tally) => boolean): Sum => {
			const rest = { n: sum?.n ?? 0, observed: sum?.observed ?? 0 };
			if (!isApart) for (const tally of mine) if (which(tally)) add(rest, tally, -1);
			return rest;
		};
		const others = without(all, () => true);
		const overall = (others.observed + 0.5) / (others.n + 1);
		const total = { subject, n: 0, observed: 0, expected: 0, peers: 0 };
		for (const tally of mine) {
			const group = pooled(
				without(groups.get(tally.group), (each) => each.group === tally.group),
				overall
			);
			const stratum = pooled(
				without(strata.get(tally.stratum), (each) => each.stratum === tally.stratum),
				group
			);
			total.n += tally.n;
			total.observed += tally.observed;
			total.expected += tally.n * Math.max(stratum, 0.5 / (others.n + 1));
			const there = strata.get(tally.stratum)?.subjects;
			if (there) total.peers = Math.max(total.peers, there.size - (there.has(subject) ? 1 : 0));
		}
		return total;
	});
}

function pooled({ n, observed }: Sum, prior: number): number {
	const borrowed = Math.max(leastBorrowed, borrowedEvents / prior);
	return (observed + borrowed * prior) / (n + borrowed);
}

function add(sum: Sum, { n, observed }: Sum, sign: number) {
	sum.n += sign * n;
	sum.observed += sign * observed;
}
