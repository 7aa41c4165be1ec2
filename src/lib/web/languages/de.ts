import type { Words } from './en.ts';

export const de: Words = {
	encounters: {
		visit: (day) => `Ihr Besuch am ${day}`,
		call: (day) => `Ihr Anruf am ${day}`,
		chat: (day) => `Unser Chat am ${day}`,
		repair: (day) => `Ihre Reparatur am ${day}`,
		return: (day) => `Ihre Rückgabe am ${day}`,
		delivery: (day) => `Ihre Lieferung am ${day}`,
		appointment: (day) => `Ihr Termin am ${day}`,
		other: (day) => `Ihr Kontakt mit uns am ${day}`
	},
	page: {
		about: (product) => `Es geht um: ${product}.`,
		promised: (promise) => `Ihnen wurde versprochen: „${promise}“.`,
		privacy: 'Wer Sie bedient hat, kann Ihre Antwort nicht sehen.',
		needed: 'nötig',
		yes: 'Ja',
		no: 'Nein',
		send: 'Absenden',
		later: 'Später fertig machen',
		note: 'Sie können einmal antworten. Nur die mit „nötig“ bezeichneten Fragen müssen beantwortet werden.',
		language: 'Sprache',
		leaveEmpty: 'Dieses Feld leer lassen'
	},
	wrong: {
		title: 'Bitte sehen Sie sich das noch einmal an',
		choose: 'Bitte wählen Sie eine Antwort.',
		oneOfThese: 'Bitte wählen Sie eine der angebotenen Antworten.',
		onlyOne: 'Bitte wählen Sie nur eine Antwort.',
		tooLong: (most, length) => `Bitte kürzen Sie auf ${most} Zeichen (es sind ${length}).`,
		number: (least, most) => `Bitte geben Sie eine ganze Zahl von ${least} bis ${most} an.`,
		words: 'Bitte schreiben Sie etwas.',
		blank: 'Bitte beantworten Sie mindestens eine Frage.'
	},
	again: {
		title: 'Waren Sie das? Bitte drücken Sie noch einmal',
		text: 'Ihre Antworten sind noch da. Sie kamen so an wie von Programmen, die Links von selbst öffnen. Wenn Sie es waren, drücken Sie noch einmal auf den Knopf.'
	},
	kept: {
		title: 'Für später aufgehoben',
		text: (day) =>
			`Es wurde noch nichts abgesendet. Zum Weitermachen öffnen Sie den Link in der Nachricht noch einmal, bis ${day}.`,
		goOn: 'Jetzt weitermachen'
	},
	thanks: {
		title: 'Danke. Ihre Antwort ist angekommen.',
		receipt: 'Ihre Quittung, falls Sie einmal fragen möchten, ob Ihre Antwort unverändert zählt:',
		received: (day) => `Eingegangen am ${day}. Niemand kann sie mehr ändern, auch Sie nicht.`,
		check: 'Meine Quittung prüfen'
	},
	problems: {
		unknown: 'Dieser Link führt nirgendwohin.',
		unknownAdvice:
			'Links sind lang: Bitte öffnen Sie ihn aus der Nachricht selbst, oder kopieren Sie ihn ganz.',
		expired: 'Dieser Link ist abgelaufen.',
		expiredAdvice: 'Danke, dass Sie antworten wollten. Dazu werden keine Antworten mehr angenommen.',
		tooLarge: 'Das war mehr, als wir auf einmal annehmen können.',
		tooLargeAdvice: 'Bitte gehen Sie zurück, kürzen Sie Ihren Text und senden Sie noch einmal.',
		unreadable: 'Wir konnten nicht lesen, was gesendet wurde.',
		unreadableAdvice: 'Bitte gehen Sie zurück und senden Sie noch einmal.',
		outage: 'Wir erreichen unsere Aufzeichnungen gerade nicht.',
		outageAdvice: 'Es ist nichts verloren. Bitte versuchen Sie es in ein paar Minuten wieder.',
		failure: 'Bei uns ist etwas schiefgegangen.',
		failureAdvice: 'Bitte versuchen Sie es noch einmal.',
		nothing: 'Hier ist nichts.',
		limited: 'Von dort, wo Sie sind, wurde das zu oft gefragt.',
		limitedAdvice: 'Bitte versuchen Sie es in einer Stunde wieder.'
	},
	stop: {
		title: 'Keine solchen Fragen mehr?',
		text: 'An die Adresse, an die diese Nachricht ging, senden wir dann keine Fragen zu unserem Service mehr.',
		here: 'Nicht mehr an diese Adresse',
		everywhere: 'Mich überhaupt nicht mehr fragen',
		stopped: 'Wir fragen Sie nicht mehr.',
		stoppedText: 'Das gilt für die Adresse, an die die Nachricht ging.',
		stoppedEverywhere: 'Das gilt für alle Ihre Adressen, die wir kennen.',
		undo: 'Mich doch wieder fragen',
		resumed: 'Danke. Wir dürfen Sie wieder fragen.',
		resumedText: 'Sie können das jederzeit beenden, über jede unserer Nachrichten.'
	},
	receipt: {
		title: 'Zählt meine Antwort unverändert?',
		label: 'Quittung',
		hint: 'Zwölf Buchstaben und Ziffern von der Seite, auf der wir Ihnen gedankt haben.',
		button: 'Nachsehen',
		counted: 'Diese Antwort zählt, unverändert.',
		countedText: (day) =>
			`Sie ging am ${day} ein. Was sie sagte, wird hier niemandem gezeigt, damit niemand es von Ihnen verlangen kann.`,
		unsealed: 'Diese Antwort zählt.',
		unsealedText: (day) =>
			`Sie ging am ${day} ein, bevor Antworten versiegelt wurden; dass sie unverändert ist, können wir deshalb nicht zeigen.`,
		changed: 'Diese Antwort ist verzeichnet, aber nicht mehr so, wie sie einging.',
		changedText:
			'Bitte nennen Sie uns Ihre Quittung: Das darf nicht geschehen, und wir wollen wissen, warum.',
		unknown: 'Zu dieser Quittung gibt es keine Antwort.',
		unknownText: 'Bitte vergleichen Sie sie mit der Seite, auf der wir Ihnen gedankt haben.',
		recorded: (index) => `Sie ist Eintrag ${index} im Register.`,
		sealed: (index, day) => `Sie ist Eintrag ${index} im Register, versiegelt am ${day}.`,
		proof: 'Nachweis für Fachleute'
	},
	trust: {
		title: 'Wie wir das ehrlich halten',
		points: [
			'Wer Sie bedient hat, sieht weder diesen Link noch Ihre Antwort noch eine Note von Ihnen.',
			'Wer gefragt wird, entscheiden eine Regel und der Zufall. Niemand im Unternehmen kann auswählen, auslassen oder noch einmal fragen.',
			'Eine Antwort zählt: die erste, die Sie senden. Niemand kann sie unbemerkt ändern oder löschen, denn jede Antwort wird Eintrag eines versiegelten Registers.',
			'Ihre Quittung zeigt, ob Ihre Antwort unverändert zählt. Was Sie gesagt haben, wird dort niemandem gezeigt.',
			'Keine Cookies, keine Verfolgung. Ihre Adresse wird versiegelt und getrennt von Ihren Antworten aufbewahrt, nur so lange wie nötig.',
			'Sie können sich alles, was wir über Sie haben, schicken oder löschen lassen: Wenden Sie sich an das Unternehmen, mit dem Sie zu tun hatten.',
			'Was wir nicht bemerken können: dass Ihnen jemand die Antwort vorgesagt und Sie gebeten hat, das zu verschweigen, und einen Besuch, den niemand erfasst hat. Dafür gibt es die Fragen und die Seite für alle, die nicht gefragt wurden.'
		]
	},
	voice: {
		title: 'Ich wurde nicht gefragt',
		text: 'Wir fragen Kunden, wie wir sie bedient haben, mit einem Link, den das Personal nie sieht. Wenn niemand Sie gefragt hat, sagen Sie es uns hier.',
		number: 'Eine Nummer auf Ihrem Beleg',
		numberHint: 'Die des Besuchs, der Bestellung, der Reparatur oder der Rückgabe.',
		contact: 'Die E-Mail-Adresse oder Telefonnummer, die Sie uns gegeben haben',
		button: 'Ich möchte gefragt werden',
		numberMissing: 'Bitte übernehmen Sie eine Nummer von Ihrem Beleg.',
		contactMissing: 'Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer mit Ländervorwahl an.',
		done: 'Danke, dass Sie es uns gesagt haben.',
		doneText:
			'Wenn Nummer und Kontakt zusammengehören, ist ein Link unterwegs zu dem Kontakt, den wir hatten, bevor Sie bedient wurden. Zu Ihrem Schutz sagt diese Seite in jedem Fall dasselbe.'
	},
	followUp: {
		subject: (encounter) => `${encounter}: Ist es in Ordnung gebracht?`,
		opening: (encounter) =>
			`${encounter}: Sie haben uns gesagt, dass etwas schiefging, und seither hat sich jemand darum gekümmert. Hat es geholfen? Drei Fragen, eine halbe Minute.`,
		sms: (company) => `${company}: Ist es in Ordnung gebracht? Drei Fragen:`,
		title: 'Ist es in Ordnung gebracht?',
		text: 'Sie haben uns gesagt, dass etwas schiefging, und seither hat sich jemand darum gekümmert. Wer das war, kann diese Seite nicht sehen und erfährt nicht, wer geantwortet hat.',
		done: 'Danke. Darauf kommt es an.',
		doneText: 'Ihre Antwort steht neben dem, was getan wurde, damit öfter getan wird, was hilft.'
	},
	notice: {
		changedSubject: (company) => `${company}: Ihre Kontaktdaten wurden geändert`,
		changed: (day) =>
			`Uns wurde am ${day} mitgeteilt, dass Ihre Kontaktdaten geändert wurden. Wenn Sie das waren, brauchen Sie nichts zu tun.`,
		notMe: 'Wenn Sie es nicht waren, sagen Sie es uns hier:',
		promiseSubject: (encounter) => `${encounter}: Was Ihnen zugesagt wurde`,
		promise: (encounter, promise) =>
			`${encounter}: Uns wurde gesagt, dass man Ihnen „${promise}“ zugesagt hat.`,
		promiseBy: (day) => `Bis ${day}.`,
		promiseLater: 'Wir fragen Sie später, ob es gehalten wurde. Jetzt brauchen Sie nichts zu tun.',
		title: 'Waren Sie das nicht?',
		text: (day) =>
			`Uns wurde am ${day} mitgeteilt, dass Ihre Kontaktdaten geändert wurden. Wenn Sie es nicht waren, verwenden wir die neuen nicht, und wer sich um die Qualität kümmert, sieht, dass Sie es gesagt haben.`,
		button: 'Das war ich nicht',
		denied: 'Danke. Wir verwenden die neuen Angaben nicht.',
		deniedText: 'Niemand, der Sie bedient, kann sehen, dass Sie es uns gesagt haben.',
		again: 'Bitte drücken Sie noch einmal, damit wir wissen, dass Sie es sind.'
	},
	message: {
		subject: (encounter) => `${encounter}: Wie war es?`,
		opening: (encounter) =>
			`${encounter}: Wie war es, und was ist daraus geworden? Bitte sagen Sie es uns; es dauert eine Minute.`,
		voiceOpening: (encounter) =>
			`${encounter}: Sie haben uns gesagt, dass niemand Sie gefragt hat. Hier ist Ihr Link; es dauert eine Minute.`,
		reminderSubject: (encounter) => `${encounter}: Dürfen wir noch fragen?`,
		reminderOpening: (encounter) =>
			`${encounter}: Unsere Frage ist noch offen. Wenn Sie eine Minute haben, sagen Sie uns bitte, wie es war; wenn nicht, müssen Sie nichts tun.`,
		privacy: 'Wer Sie bedient hat, kann weder diesen Link noch Ihre Antwort sehen.',
		validity: (day) => `Der Link gilt einmal, bis ${day}.`,
		stop: 'Bitte keine solchen Fragen mehr',
		sms: (company, encounter) => `${company}. ${encounter}: Wie war es?`,
		smsStop: 'Nicht mehr: STOP antworten',
		smsShort: (company) => `${company}: Wie war es?`,
		smsHelp: (company) =>
			`${company} fragt, wie der Service war. Antworten Sie STOP, um nichts mehr zu erhalten, START, um wieder gefragt zu werden.`,
		smsStopped: (company) =>
			`${company} schreibt nicht mehr an diese Nummer. Antworten Sie START, falls Sie es sich anders überlegen.`,
		smsStarted: (company) => `${company} darf wieder an diese Nummer schreiben. Mit STOP beenden Sie es.`,
		smsChanged: (company) => `${company}: Ihre Kontaktdaten wurden geändert. Nicht Sie? Sagen Sie es uns:`,
		smsPromise: (company, promise) => `${company}: Uns wurde gesagt, Ihnen sei versprochen worden: ${promise}`
	}
};
