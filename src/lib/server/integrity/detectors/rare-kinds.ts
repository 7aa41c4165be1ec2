// A16 logging it under another kind: much of what the rep does stands under kinds that hardly anybody else uses.
import type { Detector } from '../detector.ts';

const rareShare = 0.04;

export const rareKinds: Detector = {
	name: 'rare_kinds',
	attacks: ['A16'],
	theme: 'kinds of work',
	weight: 'adds',
	leastN: 40,
	innocent: ['A new service, tried by one rep first.', 'A specialist.'],
	cases({ encounters }, _, take) {
		const counts = new Map<string, number>();
		for (const { kind } of encounters) counts.set(kind, (counts.get(kind) ?? 0) + 1);
		const rare = new Set(
			[...counts].filter(([, n]) => n < rareShare * encounters.length).map(([kind]) => kind)
		);
		for (const each of encounters)
			if (each.rep !== null) take('rep', each.rep, each.location, '', rare.has(each.kind), each);
	}
};
