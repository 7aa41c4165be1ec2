import type { Words } from './en.ts';

export const fr: Words = {
	encounters: {
		visit: (day) => `Votre visite du ${day}`,
		call: (day) => `Votre appel du ${day}`,
		chat: (day) => `Notre échange du ${day}`,
		repair: (day) => `Votre réparation du ${day}`,
		return: (day) => `Votre retour du ${day}`,
		delivery: (day) => `Votre livraison du ${day}`,
		appointment: (day) => `Votre rendez-vous du ${day}`,
		other: (day) => `Votre contact avec nous du ${day}`
	},
	page: {
		about: (product) => `À propos de\u00a0: ${product}.`,
		promised: (promise) => `On vous a promis\u00a0: «\u00a0${promise}\u00a0».`,
		privacy: 'La personne qui s’est occupée de vous ne peut pas voir votre réponse.',
		needed: 'nécessaire',
		yes: 'Oui',
		no: 'Non',
		send: 'Envoyer',
		later: 'Terminer plus tard',
		note: 'Vous pouvez répondre une fois. Seules les questions marquées «\u00a0nécessaire\u00a0» demandent une réponse.',
		language: 'Langue',
		leaveEmpty: 'Laissez ce champ vide'
	},
	wrong: {
		title: 'Merci de revoir ceci',
		choose: 'Veuillez choisir une réponse.',
		oneOfThese: 'Veuillez choisir l’une des réponses proposées.',
		onlyOne: 'Veuillez ne choisir qu’une réponse.',
		tooLong: (most, length) => `Veuillez raccourcir à ${most} caractères (il y en a ${length}).`,
		number: (least, most) => `Veuillez donner un nombre entier de ${least} à ${most}.`,
		words: 'Veuillez écrire quelque chose.',
		blank: 'Veuillez répondre à au moins une question.'
	},
	again: {
		title: 'Était-ce vous\u00a0? Veuillez appuyer encore une fois',
		text: 'Vos réponses sont toujours là. Elles sont arrivées à la manière des programmes qui ouvrent les liens d’eux-mêmes. Si c’était vous, appuyez encore une fois sur le bouton.'
	},
	kept: {
		title: 'Gardé pour plus tard',
		text: (day) =>
			`Rien n’a encore été envoyé. Pour continuer, ouvrez de nouveau le lien du message, jusqu’au ${day}.`,
		goOn: 'Continuer maintenant'
	},
	thanks: {
		title: 'Merci. Votre réponse est arrivée.',
		receipt: 'Votre reçu, si vous voulez demander un jour si votre réponse est comptée telle quelle\u00a0:',
		received: (day) => `Reçue le ${day}. Personne ne peut la modifier, pas même vous.`,
		check: 'Vérifier mon reçu'
	},
	problems: {
		unknown: 'Ce lien ne mène nulle part.',
		unknownAdvice: 'Les liens sont longs\u00a0: ouvrez-le depuis le message même, ou copiez-le en entier.',
		expired: 'Ce lien a expiré.',
		expiredAdvice: 'Merci d’avoir voulu répondre. Les réponses à ce sujet ne sont plus recueillies.',
		tooLarge: 'C’est plus que nous ne pouvons recevoir en une fois.',
		tooLargeAdvice: 'Veuillez revenir en arrière, raccourcir votre texte et renvoyer.',
		unreadable: 'Nous n’avons pas pu lire ce qui a été envoyé.',
		unreadableAdvice: 'Veuillez revenir en arrière et renvoyer.',
		outage: 'Nos dossiers sont inaccessibles pour le moment.',
		outageAdvice: 'Rien n’est perdu. Veuillez réessayer dans quelques minutes.',
		failure: 'Quelque chose n’a pas marché de notre côté.',
		failureAdvice: 'Veuillez réessayer.',
		nothing: 'Il n’y a rien ici.',
		limited: 'La demande a été faite trop souvent depuis l’endroit où vous êtes.',
		limitedAdvice: 'Veuillez réessayer dans une heure.'
	},
	stop: {
		title: 'Ne plus recevoir ces questions\u00a0?',
		text: 'Nous n’enverrons alors plus de questions sur notre service à l’adresse où ce message est arrivé.',
		here: 'Ne plus écrire à cette adresse',
		everywhere: 'Ne plus rien me demander du tout',
		stopped: 'Nous ne vous demanderons plus rien.',
		stoppedText: 'Cela vaut pour l’adresse où le message est arrivé.',
		stoppedEverywhere: 'Cela vaut pour toutes vos adresses que nous connaissons.',
		undo: 'Me demander de nouveau',
		resumed: 'Merci. Nous pourrons de nouveau vous demander.',
		resumedText: 'Vous pouvez l’arrêter à tout moment, par n’importe lequel de nos messages.'
	},
	receipt: {
		title: 'Ma réponse est-elle comptée telle quelle\u00a0?',
		label: 'Reçu',
		hint: 'Douze lettres et chiffres, sur la page de remerciement.',
		button: 'Vérifier',
		counted: 'Cette réponse est comptée, telle quelle.',
		countedText: (day) =>
			`Elle a été reçue le ${day}. Ce qu’elle disait n’est montré à personne ici, pour que nul ne puisse exiger de le voir.`,
		unsealed: 'Cette réponse est comptée.',
		unsealedText: (day) =>
			`Elle a été reçue le ${day}, avant que les réponses soient scellées\u00a0; nous ne pouvons donc pas montrer qu’elle est inchangée.`,
		changed: 'Cette réponse est enregistrée, mais elle n’est plus telle que reçue.',
		changedText:
			'Merci de nous indiquer votre reçu\u00a0: cela ne doit pas arriver, et nous voulons savoir pourquoi.',
		unknown: 'Aucune réponse ne porte ce reçu.',
		unknownText: 'Veuillez le comparer avec celui de la page de remerciement.',
		recorded: (index) => `Elle porte le numéro ${index} dans le registre.`,
		sealed: (index, day) => `Elle porte le numéro ${index} dans le registre, scellé le ${day}.`,
		proof: 'Preuve pour spécialistes'
	},
	trust: {
		title: 'Comment nous gardons cette enquête honnête',
		points: [
			'La personne qui vous a servi ne voit ni ce lien, ni votre réponse, ni aucune de vos notes.',
			'Qui est interrogé, une règle et le hasard en décident. Personne dans l’entreprise ne peut choisir, écarter ou redemander.',
			'Une seule réponse compte, la première que vous envoyez. Personne ne peut la modifier ou l’effacer sans que cela se remarque\u00a0: chaque réponse est inscrite dans un registre scellé.',
			'Votre reçu montre si votre réponse est comptée telle quelle. Ce que vous avez dit n’y est montré à personne.',
			'Ni cookies, ni traceurs. Votre adresse est conservée scellée, à part de vos réponses, et seulement le temps nécessaire.',
			'Vous pouvez obtenir l’envoi ou l’effacement de tout ce que nous conservons sur vous\u00a0: adressez-vous à l’entreprise concernée.',
			'Ce que nous ne pouvons pas remarquer\u00a0: que quelqu’un vous ait dicté la réponse en vous priant de n’en rien dire, et une visite que personne n’a enregistrée. Les questions, et la page pour ceux qu’on n’a pas interrogés, sont là pour cela.'
		]
	},
	voice: {
		title: 'On ne m’a rien demandé',
		text: 'Nous demandons à nos clients comment nous les avons servis, par un lien que le personnel ne voit jamais. Si personne ne vous a demandé votre avis, dites-le-nous ici.',
		number: 'Un numéro sur votre document',
		numberHint: 'Celui de la visite, de la commande, de la réparation ou du retour.',
		contact: 'L’adresse e-mail ou le téléphone que vous nous avez donné',
		button: 'Je veux donner mon avis',
		numberMissing: 'Veuillez recopier un numéro de votre document.',
		contactMissing: 'Veuillez donner une adresse e-mail, ou un téléphone avec l’indicatif du pays.',
		done: 'Merci de nous l’avoir dit.',
		doneText:
			'Si le numéro et le contact vont ensemble, un lien part vers le contact que nous avions avant de vous servir. Pour vous protéger, cette page dit la même chose dans tous les cas.'
	},
	followUp: {
		subject: (encounter) => `${encounter}\u00a0: est-ce réparé\u00a0?`,
		opening: (encounter) =>
			`${encounter}\u00a0: vous nous avez dit que quelque chose n’allait pas, et quelqu’un s’en est occupé depuis. Cela a-t-il aidé\u00a0? Trois questions, une demi-minute.`,
		sms: (company) => `${company}: est-ce réparé? Trois questions:`,
		title: 'Est-ce réparé\u00a0?',
		text: 'Vous nous avez dit que quelque chose n’allait pas, et quelqu’un s’en est occupé depuis. Ceux qui l’ont fait ne voient pas cette page et n’apprennent pas qui a répondu.',
		done: 'Merci. C’est ce qui compte.',
		doneText:
			'Votre réponse est lue à côté de ce qui a été fait, pour que l’on fasse plus souvent ce qui aide.'
	},
	notice: {
		changedSubject: (company) => `${company}\u00a0: vos coordonnées ont été modifiées`,
		changed: (day) =>
			`On nous a signalé le ${day} que vos coordonnées avaient été modifiées. Si c’était vous, vous n’avez rien à faire.`,
		notMe: 'Si ce n’était pas vous, dites-le-nous ici\u00a0:',
		promiseSubject: (encounter) => `${encounter}\u00a0: ce qui vous a été promis`,
		promise: (encounter, promise) =>
			`${encounter}\u00a0: on nous a dit qu’il vous a été promis «\u00a0${promise}\u00a0».`,
		promiseBy: (day) => `Pour le ${day}.`,
		promiseLater:
			'Nous vous demanderons plus tard si c’est chose faite. Vous n’avez rien à faire maintenant.',
		title: 'Ce n’était pas vous\u00a0?',
		text: (day) =>
			`On nous a signalé le ${day} que vos coordonnées avaient été modifiées. Si ce n’était pas vous, nous n’utiliserons pas les nouvelles, et ceux qui veillent à la qualité verront que vous l’avez dit.`,
		button: 'Ce n’était pas moi',
		denied: 'Merci. Nous n’utiliserons pas les nouvelles coordonnées.',
		deniedText: 'Aucune des personnes qui s’occupent de vous ne peut voir que vous nous l’avez dit.',
		again: 'Appuyez encore une fois, pour que nous sachions que c’est vous.'
	},
	message: {
		subject: (encounter) => `${encounter}\u00a0: comment était-ce\u00a0?`,
		opening: (encounter) =>
			`${encounter}\u00a0: comment était-ce, et qu’en est-il sorti\u00a0? Dites-le-nous\u00a0; cela prend une minute.`,
		voiceOpening: (encounter) =>
			`${encounter}\u00a0: vous nous avez dit que personne ne vous avait rien demandé. Voici votre lien\u00a0; cela prend une minute.`,
		reminderSubject: (encounter) => `${encounter}\u00a0: pouvons-nous encore demander\u00a0?`,
		reminderOpening: (encounter) =>
			`${encounter}\u00a0: notre question est toujours ouverte. Si vous avez une minute, dites-nous comment c’était\u00a0; sinon, vous n’avez rien à faire.`,
		privacy: 'La personne qui s’est occupée de vous ne peut voir ni ce lien ni votre réponse.',
		validity: (day) => `Le lien sert une fois, jusqu’au ${day}.`,
		stop: 'Ne plus recevoir ces questions',
		sms: (company, encounter) => `${company}. ${encounter}\u00a0: comment était-ce\u00a0?`,
		smsStop: 'Arrêt: répondez STOP',
		smsShort: (company) => `${company}: comment était-ce?`,
		smsHelp: (company) =>
			`${company} demande comment était son service. Répondez STOP pour ne plus recevoir de messages, START pour en recevoir de nouveau.`,
		smsStopped: (company) => `${company} n’écrira plus à ce numéro. Répondez START si vous changez d’avis.`,
		smsStarted: (company) => `${company} peut de nouveau écrire à ce numéro. Répondez STOP pour l’arrêter.`,
		smsChanged: (company) => `${company}: vos coordonnées ont été modifiées. Pas par vous? Dites-le-nous:`,
		smsPromise: (company, promise) => `${company}: on nous a dit qu’il vous a été promis: ${promise}`
	}
};
