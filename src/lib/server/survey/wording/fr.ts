import type { DefaultWords } from './en.ts';

export const fr: DefaultWords = {
	overall: { ask: 'Comment était-ce, dans l’ensemble\u00a0?', low: 'très mauvais', high: 'très bon' },
	resolved: {
		ask: 'L’affaire est-elle réglée\u00a0?',
		options: { yes: 'Oui', partly: 'En partie', no: 'Non' }
	},
	eased: {
		ask: 'Avons-nous allégé votre désagrément\u00a0?',
		low: 'pas du tout',
		high: 'tout à fait',
		options: { no_inconvenience: 'Il n’y en avait pas' }
	},
	promise_kept: {
		ask: 'Ce qui vous a été promis a-t-il été tenu\u00a0?',
		options: {
			kept: 'Tenu',
			late: 'Tenu, mais en retard',
			broken: 'Pas tenu',
			nothing_promised: 'Rien n’a été promis'
		}
	},
	product_failed: { ask: 'Le produit a-t-il connu une défaillance\u00a0?' },
	failure_mode: { ask: 'Quelle défaillance\u00a0?', options: { other: 'Autre chose\u00a0:' } },
	same_failure_before: {
		ask: 'Ce produit, ou celui qu’il remplaçait, avait-il déjà connu une défaillance\u00a0?',
		options: { yes: 'Oui, de la même manière', different: 'Oui, d’une autre manière', no: 'Non' }
	},
	failed_within: {
		ask: 'Combien de temps après l’avoir reçu la défaillance est-elle survenue\u00a0?',
		options: {
			day: 'En moins d’un jour',
			month: 'En moins d’un mois',
			year: 'En moins d’un an',
			later: 'Plus tard'
		}
	},
	replacement_failed: {
		ask: 'Est-ce un produit de remplacement qui a été défaillant cette fois\u00a0?',
		options: { yes: 'Oui', no: 'Non', not_replaced: 'Il n’a jamais été remplacé' }
	},
	contacts_needed: {
		ask: 'Combien de fois avez-vous dû nous contacter à ce sujet\u00a0?',
		options: { '1': 'Une fois', '2': 'Deux fois', '3': 'Trois fois', '4+': 'Quatre fois ou plus' }
	},
	told_upfront: {
		ask: 'Vous a-t-on dit d’avance à quoi vous attendre (délai, coût, conditions)\u00a0?',
		options: { yes: 'Oui', no: 'Non', not_applicable: 'Sans objet' }
	},
	respected: {
		ask: 'A-t-on fait preuve de respect envers vous\u00a0?',
		low: 'pas du tout',
		high: 'pleinement'
	},
	asked_for_score: {
		ask: 'Quelqu’un vous a-t-il demandé une note précise\u00a0?',
		hint: 'Cochez tout ce qui convient.',
		options: {
			nobody: 'Personne',
			asked: 'On m’a demandé une note',
			told_what_counts: 'On m’a dit quelle note compte',
			offered_something: 'On m’a offert quelque chose en échange',
			pressured: 'J’ai ressenti une pression',
			watched: 'Quelqu’un voulait être là pendant que je réponds'
		}
	},
	wanted: {
		ask: 'Qu’est-ce qui aurait réparé les choses, ou le ferait encore\u00a0?',
		hint: 'Cochez tout ce qui convient.',
		options: {
			action: 'Que quelqu’un agisse',
			apology: 'Des excuses',
			explanation: 'Une explication',
			credit: 'Un avoir',
			refund: 'Un remboursement',
			different_model: 'Un autre modèle',
			nothing: 'Rien'
		}
	},
	stay: {
		ask: 'Reviendrez-vous chez nous\u00a0?',
		options: { yes: 'Oui', unsure: 'Je ne sais pas', no: 'Non' }
	},
	comment: {
		ask: 'Que devrions-nous savoir\u00a0?',
		hint: 'Avec vos propres mots. La personne qui s’est occupée de vous ne le voit pas.'
	},
	contact_me: { ask: 'Quelqu’un peut-il vous contacter à ce sujet\u00a0?' },
	recommend: {
		ask: 'Quelle est la probabilité que vous nous recommandiez\u00a0?',
		low: 'nulle',
		high: 'très forte'
	}
};
