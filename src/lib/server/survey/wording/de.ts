import type { DefaultWords } from './en.ts';

export const de: DefaultWords = {
	overall: { ask: 'Wie war es, alles in allem?', low: 'sehr schlecht', high: 'sehr gut' },
	resolved: { ask: 'Ist die Sache erledigt?', options: { yes: 'Ja', partly: 'Teilweise', no: 'Nein' } },
	eased: {
		ask: 'Haben wir Ihre Unannehmlichkeiten gemildert?',
		low: 'gar nicht',
		high: 'vollständig',
		options: { no_inconvenience: 'Es gab keine' }
	},
	promise_kept: {
		ask: 'Wurde gehalten, was Ihnen versprochen wurde?',
		options: {
			kept: 'Gehalten',
			late: 'Gehalten, aber zu spät',
			broken: 'Nicht gehalten',
			nothing_promised: 'Nichts wurde versprochen'
		}
	},
	product_failed: { ask: 'Hat das Produkt versagt?' },
	failure_mode: { ask: 'Wie hat es versagt?', options: { other: 'Etwas anderes:' } },
	same_failure_before: {
		ask: 'Hatte dieses Produkt, oder das, an dessen Stelle es trat, schon einmal versagt?',
		options: { yes: 'Ja, auf dieselbe Art', different: 'Ja, auf andere Art', no: 'Nein' }
	},
	failed_within: {
		ask: 'Wie bald, nachdem Sie es hatten, hat es versagt?',
		options: {
			day: 'Innerhalb eines Tages',
			month: 'Innerhalb eines Monats',
			year: 'Innerhalb eines Jahres',
			later: 'Später'
		}
	},
	replacement_failed: {
		ask: 'War es diesmal ein Ersatzprodukt, das versagt hat?',
		options: { yes: 'Ja', no: 'Nein', not_replaced: 'Es wurde nie ersetzt' }
	},
	contacts_needed: {
		ask: 'Wie oft mussten Sie sich deswegen an uns wenden?',
		options: { '1': 'Einmal', '2': 'Zweimal', '3': 'Dreimal', '4+': 'Viermal oder öfter' }
	},
	told_upfront: {
		ask: 'Wurde Ihnen vorher gesagt, was Sie erwartet (Dauer, Kosten, Bedingungen)?',
		options: { yes: 'Ja', no: 'Nein', not_applicable: 'Trifft nicht zu' }
	},
	respected: { ask: 'Wie respektvoll wurden Sie behandelt?', low: 'gar nicht', high: 'voll und ganz' },
	asked_for_score: {
		ask: 'Hat jemand Sie um eine bestimmte Bewertung gebeten?',
		hint: 'Wählen Sie alles, was zutrifft.',
		options: {
			nobody: 'Niemand',
			asked: 'Jemand bat um eine Bewertung',
			told_what_counts: 'Mir wurde gesagt, welche Bewertung zählt',
			offered_something: 'Dafür wurde etwas angeboten',
			pressured: 'Ich fühlte mich unter Druck',
			watched: 'Jemand wollte dabei sein, während ich antworte'
		}
	},
	wanted: {
		ask: 'Was hätte es in Ordnung gebracht, oder täte es noch?',
		hint: 'Wählen Sie alles, was zutrifft.',
		options: {
			action: 'Dass jemand handelt',
			apology: 'Eine Entschuldigung',
			explanation: 'Eine Erklärung',
			credit: 'Eine Gutschrift',
			refund: 'Das Geld zurück',
			different_model: 'Ein anderes Modell',
			nothing: 'Nichts'
		}
	},
	stay: {
		ask: 'Werden Sie wieder zu uns kommen?',
		options: { yes: 'Ja', unsure: 'Nicht sicher', no: 'Nein' }
	},
	comment: {
		ask: 'Was sollten wir wissen?',
		hint: 'In Ihren eigenen Worten. Wer Sie bedient hat, sieht das nicht.'
	},
	contact_me: { ask: 'Darf sich deswegen jemand bei Ihnen melden?' },
	recommend: {
		ask: 'Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?',
		low: 'gar nicht wahrscheinlich',
		high: 'sehr wahrscheinlich'
	}
};
