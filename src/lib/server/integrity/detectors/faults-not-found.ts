// A32 "no fault found", off-book exchange: units sent home as sound come back.
import type { Detector } from '../detector.ts';

export const faultsNotFound: Detector = {
	name: 'faults_not_found',
	attacks: ['A32'],
	theme: 'returns',
	weight: 'adds',
	leastN: 10,
	innocent: ['Intermittent faults, which no bench shows.'],
	cases({ returns }, _, take) {
		for (const { id, rep, location, returnedAt, isNoFaultFound, cameBack } of returns) {
			const source = { id: `return ${id}`, at: returnedAt, answer: null };
			const happened = isNoFaultFound && cameBack;
			if (rep !== null) take('rep', rep, location, '', happened, source);
			take('location', location, '', '', happened, source);
		}
	}
};
