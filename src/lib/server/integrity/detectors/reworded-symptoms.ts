// A31 rewording the symptom: the reason code says another failure than the customer does.
import type { Detector } from '../detector.ts';

export const rewordedSymptoms: Detector = {
	name: 'reworded_symptoms',
	attacks: ['A31'],
	theme: 'returns',
	weight: 'adds',
	leastN: 10,
	innocent: [
		'A new way to fail for which there is no code yet.',
		'Customers who take one symptom for another.'
	],
	cases({ returns }, _, take) {
		for (const { id, rep, location, returnedAt, modes } of returns) {
			if (!modes) continue;
			const source = { id: `return ${id}`, at: returnedAt, answer: null };
			const differs = modes.reason !== modes.customer;
			if (rep !== null) take('rep', rep, location, '', differs, source);
			take('location', location, '', '', differs, source);
		}
	}
};
