import type { DefaultWords } from './en.ts';

export const es: DefaultWords = {
	overall: { ask: '¿Cómo fue, en general?', low: 'muy mal', high: 'muy bien' },
	resolved: { ask: '¿Está resuelto el asunto?', options: { yes: 'Sí', partly: 'En parte', no: 'No' } },
	eased: {
		ask: '¿Aliviamos las molestias que tuvo?',
		low: 'nada',
		high: 'del todo',
		options: { no_inconvenience: 'No hubo molestias' }
	},
	promise_kept: {
		ask: '¿Se cumplió lo que se le prometió?',
		options: {
			kept: 'Se cumplió',
			late: 'Se cumplió, pero tarde',
			broken: 'No se cumplió',
			nothing_promised: 'No se prometió nada'
		}
	},
	product_failed: { ask: '¿Falló el producto?' },
	failure_mode: { ask: '¿Cómo falló?', options: { other: 'Otra cosa:' } },
	same_failure_before: {
		ask: '¿Había fallado antes este producto, o aquel al que sustituyó?',
		options: { yes: 'Sí, de la misma manera', different: 'Sí, de otra manera', no: 'No' }
	},
	failed_within: {
		ask: '¿Cuánto tardó en fallar desde que lo tuvo?',
		options: {
			day: 'Menos de un día',
			month: 'Menos de un mes',
			year: 'Menos de un año',
			later: 'Más tiempo'
		}
	},
	replacement_failed: {
		ask: '¿Fue un producto de sustitución lo que falló esta vez?',
		options: { yes: 'Sí', no: 'No', not_replaced: 'Nunca se sustituyó' }
	},
	contacts_needed: {
		ask: '¿Cuántas veces tuvo que contactarnos por ello?',
		options: { '1': 'Una vez', '2': 'Dos veces', '3': 'Tres veces', '4+': 'Cuatro veces o más' }
	},
	told_upfront: {
		ask: '¿Le dijeron de antemano qué esperar (plazo, coste, condiciones)?',
		options: { yes: 'Sí', no: 'No', not_applicable: 'No procede' }
	},
	respected: { ask: '¿Con cuánto respeto le trataron?', low: 'ninguno', high: 'todo' },
	asked_for_score: {
		ask: '¿Alguien le pidió una puntuación determinada?',
		hint: 'Marque todo lo que corresponda.',
		options: {
			nobody: 'Nadie',
			asked: 'Alguien pidió una puntuación',
			told_what_counts: 'Me dijeron qué puntuación cuenta',
			offered_something: 'Me ofrecieron algo a cambio',
			pressured: 'Me sentí bajo presión',
			watched: 'Alguien quiso estar presente mientras respondo'
		}
	},
	wanted: {
		ask: '¿Qué lo habría arreglado, o lo arreglaría todavía?',
		hint: 'Marque todo lo que corresponda.',
		options: {
			action: 'Que alguien actúe',
			apology: 'Una disculpa',
			explanation: 'Una explicación',
			credit: 'Un vale o abono',
			refund: 'La devolución del dinero',
			different_model: 'Otro modelo',
			nothing: 'Nada'
		}
	},
	stay: { ask: '¿Volverá con nosotros?', options: { yes: 'Sí', unsure: 'No lo sé', no: 'No' } },
	comment: {
		ask: '¿Qué deberíamos saber?',
		hint: 'Con sus propias palabras. Quien le atendió no lo ve.'
	},
	contact_me: { ask: '¿Puede alguien contactarle por este asunto?' },
	recommend: {
		ask: '¿Qué probabilidad hay de que nos recomiende?',
		low: 'ninguna',
		high: 'mucha'
	}
};
