// Every word of ours that a customer reads, outside the questions themselves. The other languages have
// the same shape (Words), so a missing one does not compile.

export const en = {
	encounters: {
		visit: (day: string) => `Your visit on ${day}`,
		call: (day: string) => `Your call on ${day}`,
		chat: (day: string) => `Our chat on ${day}`,
		repair: (day: string) => `Your repair on ${day}`,
		return: (day: string) => `Your return on ${day}`,
		delivery: (day: string) => `Your delivery on ${day}`,
		appointment: (day: string) => `Your appointment on ${day}`,
		other: (day: string) => `Your contact with us on ${day}`
	},
	page: {
		about: (product: string) => `About: ${product}.`,
		promised: (promise: string) => `You were promised: “${promise}”.`,
		privacy: 'The person who served you cannot see your answer.',
		needed: 'needed',
		yes: 'Yes',
		no: 'No',
		send: 'Send',
		later: 'Finish later',
		note: 'You can answer once. Only questions marked “needed” have to be answered.',
		language: 'Language',
		leaveEmpty: 'Leave this field empty'
	},
	wrong: {
		title: 'Please look at this again',
		choose: 'Please choose one.',
		oneOfThese: 'Please choose one of the options.',
		onlyOne: 'Please choose only one.',
		tooLong: (most: number, length: number) =>
			`Please shorten this to ${most} characters (it has ${length}).`,
		number: (least: number, most: number) => `Please give a whole number from ${least} to ${most}.`,
		words: 'Please write something.',
		blank: 'Please answer at least one question.'
	},
	again: {
		title: 'Was that you? Please press once more',
		text: 'Your answers are still here. They came in a way that programs use which open links by themselves. If it was you, press the button again.'
	},
	kept: {
		title: 'Kept for later',
		text: (day: string) =>
			`Nothing has been sent yet. To go on, open the link in the message again, until ${day}.`,
		goOn: 'Go on now'
	},
	thanks: {
		title: 'Thank you. Your answer is in.',
		receipt: 'Your receipt, should you ever want to ask whether your answer is counted unchanged:',
		received: (day: string) => `Received on ${day}. It cannot be changed, by you or by anybody else.`,
		check: 'Check my receipt'
	},
	problems: {
		unknown: 'This link leads nowhere.',
		unknownAdvice: 'Links are long: please open it from the message itself, or copy all of it.',
		expired: 'This link has expired.',
		expiredAdvice: 'Thank you for wanting to answer. Answers about this are no longer being collected.',
		tooLarge: 'That was more than we can take at once.',
		tooLargeAdvice: 'Please go back, shorten your words and send again.',
		unreadable: 'We could not read what was sent.',
		unreadableAdvice: 'Please go back and send again.',
		outage: 'We cannot reach our records right now.',
		outageAdvice: 'Nothing is lost. Please try again in a few minutes.',
		failure: 'Something went wrong on our side.',
		failureAdvice: 'Please try again.',
		nothing: 'There is nothing here.',
		limited: 'That was asked too often from where you are.',
		limitedAdvice: 'Please try again in an hour.'
	},
	stop: {
		title: 'No more such questions?',
		text: 'We will then send no more questions about our service to the address this message came to.',
		here: 'Stop at this address',
		everywhere: 'Stop asking me altogether',
		stopped: 'We will not ask you again.',
		stoppedText: 'This holds for the address the message came to.',
		stoppedEverywhere: 'This holds for every address of yours that we know.',
		undo: 'Ask me again after all',
		resumed: 'Thank you. We may ask you again.',
		resumedText: 'You can stop it at any time, through any message of ours.'
	},
	receipt: {
		title: 'Is my answer counted unchanged?',
		label: 'Receipt',
		hint: 'Twelve letters and digits from the page that thanked you.',
		button: 'Look it up',
		counted: 'This answer is counted, unchanged.',
		countedText: (day: string) =>
			`It was received on ${day}. What it said is shown to nobody here, so that nobody can ask you to show it.`,
		unsealed: 'This answer is counted.',
		unsealedText: (day: string) =>
			`It was received on ${day}, before answers were sealed, so we cannot show that it is unchanged.`,
		changed: 'This answer is on record, but it is not as it was received.',
		changedText: 'Please tell us your receipt: this must not happen, and we want to know why it did.',
		unknown: 'There is no answer with this receipt.',
		unknownText: 'Please compare it with the page that thanked you.',
		recorded: (index: number) => `It is record ${index} of the ledger.`,
		sealed: (index: number, day: string) => `It is record ${index} of the ledger, sealed on ${day}.`,
		proof: 'Proof for experts'
	},
	trust: {
		title: 'How we keep this honest',
		points: [
			'The person who served you sees neither this link nor your answer, and no score of yours.',
			'Who is asked is decided by rule and by chance. Nobody at the company can choose, skip or ask again.',
			'One answer counts, the first you send. Nobody can change or delete it without it being noticed: every answer becomes a record in a sealed ledger.',
			'Your receipt shows whether your answer is counted unchanged. What you said is shown to nobody there.',
			'No cookies, no trackers. Your address is kept sealed, apart from your answers, and only as long as it is needed.',
			'You can have everything we hold about you sent to you or erased: ask the company you dealt with.',
			'What we cannot notice: that somebody told you what to answer and asked you not to mention it, and a visit that nobody recorded. The questions, and the page for those who were not asked, are there for that.'
		]
	},
	voice: {
		title: 'I was not asked',
		text: 'We ask customers how we served them, through a link that staff never see. If nobody asked you, tell us here.',
		number: 'A number on your paper',
		numberHint: 'Of the visit, the order, the repair or the return.',
		contact: 'The e-mail address or phone number you gave us',
		button: 'I want to be asked',
		numberMissing: 'Please copy a number from your paper.',
		contactMissing: 'Please give an e-mail address, or a phone number with its country code.',
		done: 'Thank you for telling us.',
		doneText:
			'If the number and the contact belong together, a link is on its way to the contact we had on record before you were served. For your protection this page says the same in every case.'
	},
	followUp: {
		subject: (encounter: string) => `${encounter}: has it been put right?`,
		opening: (encounter: string) =>
			`${encounter}: you told us that something went wrong, and somebody has looked after it since. Did it help? Three questions, half a minute.`,
		sms: (company: string) => `${company}: did we put it right? Three questions:`,
		title: 'Has it been put right?',
		text: 'You told us that something went wrong, and somebody has looked after it since. Those who did cannot see this page, and are not shown who answered.',
		done: 'Thank you. That is what counts.',
		doneText: 'Your answer stands beside what was done, so that what helps is done more often.'
	},
	notice: {
		changedSubject: (company: string) => `${company}: your contact details were changed`,
		changed: (day: string) =>
			`We were told on ${day} that your contact details were changed. If that was you, you need not do anything.`,
		notMe: 'If it was not you, tell us here:',
		promiseSubject: (encounter: string) => `${encounter}: what you were promised`,
		promise: (encounter: string, promise: string) =>
			`${encounter}: we were told you were promised “${promise}”.`,
		promiseBy: (day: string) => `By ${day}.`,
		promiseLater: 'We will ask you later whether it was kept. You need not do anything now.',
		title: 'Was this not you?',
		text: (day: string) =>
			`We were told on ${day} that your contact details were changed. If it was not you, we will not use the new ones, and people who look after quality will see that you said so.`,
		button: 'This was not me',
		denied: 'Thank you. We will not use the new details.',
		deniedText: 'Nobody who serves you can see that you told us.',
		again: 'Please press the button once more, so that we know it is you.'
	},
	message: {
		subject: (encounter: string) => `${encounter}: how was it?`,
		opening: (encounter: string) =>
			`${encounter}: how was it, and what came of it? Please tell us; it takes a minute.`,
		voiceOpening: (encounter: string) =>
			`${encounter}: you told us that nobody asked you. Here is your link; it takes a minute.`,
		reminderSubject: (encounter: string) => `${encounter}: may we still ask?`,
		reminderOpening: (encounter: string) =>
			`${encounter}: our question is still open. If you have a minute, please tell us how it was; if not, you need not do anything.`,
		privacy: 'The person who served you cannot see this link or your answer.',
		validity: (day: string) => `The link works once, until ${day}.`,
		stop: 'No more such questions, please',
		sms: (company: string, encounter: string) => `${company}. ${encounter}: how was it?`,
		smsStop: 'No more: reply STOP',
		smsShort: (company: string) => `${company}: how was it?`,
		smsHelp: (company: string) =>
			`${company} asks how its service was. Reply STOP to get no more messages, START to get them again.`,
		smsStopped: (company: string) =>
			`${company} will not write to this number again. Reply START if you change your mind.`,
		smsStarted: (company: string) => `${company} may write to this number again. Reply STOP to stop it.`,
		smsChanged: (company: string) => `${company}: your contact details were changed. Not you? Tell us:`,
		smsPromise: (company: string, promise: string) => `${company}: we were told you were promised: ${promise}`
	}
};

export type Words = typeof en;
