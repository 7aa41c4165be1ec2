import type { DefaultWords } from './en.ts';

export const fr: DefaultWords = {
	overall: { ask: 'Comment était-ce, dans l’ensemble ?', low: 'très mauvais', high: 'très bon' },
	resolved: { ask: 'L’affaire est-elle réglée ?', options: { yes: 'Oui', partly: 'En partie', no: 'Non' } },
	eased: {
		ask: 'Avons-nous allégé votre désagrément ?',
		low: 'pas du tout',
		high: 'tout à fait',
		options: { no_inconvenience: 'Il n’y en avait pas' }
	},
	promise_kept: {
		ask: 'Ce qui vous a été promis a-t-il été tenu ?',
		options: {
			kept: 'Tenu',
			late: 'Tenu, mais en retard',
			broken: 'Pas tenu',
			nothing_promised: 'Rien n’a été promis'
		}
	},
	product_failed: { ask: 'Le produit est-il tombé en panne ?' },
	failure_mode: { ask: 'De quelle manière ?', options: { other: 'Autre chose :' } },
	same_failure_before: {
		ask: 'Ce produit, ou celui qu’il remplaçait, était-il déjà tombé en panne ?',
		options: { yes: 'Oui, de la même manière', different: 'Oui, d’une autre manière', no: 'Non' }
	},
	failed_within: {
		ask: 'Combien de temps après l’avoir reçu la panne est-elle survenue ?',
		options: {
			day: 'En moins d’un jour',
			month: 'En moins d’un mois',
			year: 'En moins d’un an',
			later: 'Plus tard'
		}
	},
	replacement_failed: {
		ask: 'Est-ce un produit de remplacement qui est tombé en panne cette fois ?',
		options: { yes: 'Oui', no: 'Non', not_replaced: 'Il n’a jamais été remplacé' }
	},
	contacts_needed: {
		ask: 'Combien de fois avez-vous dû nous contacter à ce sujet ?',
		options: { '1': 'Une fois', '2': 'Deux fois', '3': 'Trois fois', '4+': 'Quatre fois ou plus' }
	},
	told_upfront: {
		ask: 'Vous a-t-on dit d’avance à quoi vous attendre (délai, coût, conditions) ?',
		options: { yes: 'Oui', no: 'Non', not_applicable: 'Sans objet' }
	},
	respected: { ask: 'Avec combien de respect avez-vous été traité ?', low: 'aucun', high: 'entier' },
	asked_for_score: {
		ask: 'Quelqu’un vous a-t-il demandé une note précise ?',
		hint: 'Cochez tout ce qui convient.',
		options: {
			nobody: 'Personne',
			asked: 'On m’a demandé une note',
			told_what_counts: 'On m’a dit quelle note compte',
			offered_something: 'On m’a offert quelque chose en échange',
			pressured: 'Je me suis senti sous pression',
			watched: 'Quelqu’un voulait être là pendant que je réponds'
		}
	},
	wanted: {
		ask: 'Qu’est-ce qui aurait réparé les choses, ou le ferait encore ?',
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
	stay: { ask: 'Reviendrez-vous chez nous ?', options: { yes: 'Oui', unsure: 'Pas sûr', no: 'Non' } },
	comment: {
		ask: 'Que devrions-nous savoir ?',
		hint: 'Avec vos propres mots. La personne qui vous a servi ne le voit pas.'
	},
	contact_me: { ask: 'Quelqu’un peut-il vous contacter à ce sujet ?' },
	recommend: {
		ask: 'Quelle est la probabilité que vous nous recommandiez ?',
		low: 'nulle',
		high: 'très forte'
	}
};
