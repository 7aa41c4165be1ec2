import type { DefaultWords } from './en.ts';

export const pt: DefaultWords = {
	overall: { ask: 'Como correu, no geral?', low: 'muito mal', high: 'muito bem' },
	resolved: { ask: 'O assunto está resolvido?', options: { yes: 'Sim', partly: 'Em parte', no: 'Não' } },
	eased: {
		ask: 'Aliviámos o incómodo que teve?',
		low: 'nada',
		high: 'totalmente',
		options: { no_inconvenience: 'Não houve incómodo' }
	},
	promise_kept: {
		ask: 'Foi cumprido o que lhe prometeram?',
		options: {
			kept: 'Cumprido',
			late: 'Cumprido, mas tarde',
			broken: 'Não cumprido',
			nothing_promised: 'Nada foi prometido'
		}
	},
	product_failed: { ask: 'O produto falhou?' },
	failure_mode: { ask: 'De que forma falhou?', options: { other: 'Outra coisa:' } },
	same_failure_before: {
		ask: 'Este produto, ou aquele que ele substituiu, já tinha falhado antes?',
		options: { yes: 'Sim, da mesma forma', different: 'Sim, de outra forma', no: 'Não' }
	},
	failed_within: {
		ask: 'Quanto tempo depois de o receber falhou?',
		options: {
			day: 'Menos de um dia',
			month: 'Menos de um mês',
			year: 'Menos de um ano',
			later: 'Mais tarde'
		}
	},
	replacement_failed: {
		ask: 'Foi um produto de substituição que falhou desta vez?',
		options: { yes: 'Sim', no: 'Não', not_replaced: 'Nunca foi substituído' }
	},
	contacts_needed: {
		ask: 'Quantas vezes teve de nos contactar por causa disto?',
		options: { '1': 'Uma vez', '2': 'Duas vezes', '3': 'Três vezes', '4+': 'Quatro vezes ou mais' }
	},
	told_upfront: {
		ask: 'Disseram-lhe antes o que esperar (prazo, custo, condições)?',
		options: { yes: 'Sim', no: 'Não', not_applicable: 'Não se aplica' }
	},
	respected: { ask: 'Com quanto respeito foi tratado?', low: 'nenhum', high: 'total' },
	asked_for_score: {
		ask: 'Alguém lhe pediu uma determinada pontuação?',
		hint: 'Escolha tudo o que se aplica.',
		options: {
			nobody: 'Ninguém',
			asked: 'Alguém pediu uma pontuação',
			told_what_counts: 'Disseram-me que pontuação conta',
			offered_something: 'Ofereceram-me algo em troca',
			pressured: 'Senti-me sob pressão',
			watched: 'Alguém quis estar presente enquanto respondo'
		}
	},
	wanted: {
		ask: 'O que teria resolvido as coisas, ou ainda resolveria?',
		hint: 'Escolha tudo o que se aplica.',
		options: {
			action: 'Que alguém aja',
			apology: 'Um pedido de desculpas',
			explanation: 'Uma explicação',
			credit: 'Um crédito',
			refund: 'Um reembolso',
			different_model: 'Outro modelo',
			nothing: 'Nada'
		}
	},
	stay: { ask: 'Vai voltar a escolher-nos?', options: { yes: 'Sim', unsure: 'Não sei', no: 'Não' } },
	comment: {
		ask: 'O que devemos saber?',
		hint: 'Por palavras suas. Quem o atendeu não vê isto.'
	},
	contact_me: { ask: 'Alguém pode contactá-lo sobre isto?' },
	recommend: {
		ask: 'Qual é a probabilidade de nos recomendar?',
		low: 'nenhuma',
		high: 'muito alta'
	}
};
